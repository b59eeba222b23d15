"""One way to write a file, in a process of its own: `python -m benchmarks._exports_child WAY ROWS`.

It prints a line of JSON: seconds of wall and of CPU, and how many megabytes the process grew by meanwhile.
The database is the one that DATA_DIR names; rows that are not read from it are made up, alike for every way.
"""

from __future__ import annotations

import gc
import io
import json
import resource
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.container import build
from services.exports import Document, Table, find_format
from services.settings import load
from services.trade_files import TRADE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.container import Services

EVERYTHING = datetime(2100, 1, 1, tzinfo=UTC)
START = datetime(2024, 1, 1, tzinfo=UTC)
SYMBOLS = ("EURUSD", "GBPUSD", "XAUUSD", "USDJPY")


class Nowhere(io.RawIOBase):
    """Takes bytes, remembers how many."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """A zip is written through without going back."""
        return False

    def write(self, data: object) -> int:
        """Take them."""
        size = len(memoryview(data))  # type: ignore[arg-type] # whatever has bytes
        self.size += size
        return size


def made_rows(count: int) -> list[list[object]]:
    """Trades as cells."""
    rows: list[list[object]] = []
    for number in range(count):
        moment, cents = START + timedelta(minutes=number), Decimal((number * 7919) % 20_001 - 10_000) / 100
        symbol, side = SYMBOLS[number % 4], "buy" if number % 2 else "sell"
        costs = [Decimal("-0.70"), Decimal("-0.15"), Decimal("0.00")]
        prices = [moment, Decimal("1.08345"), moment + timedelta(hours=3), Decimal("1.08412")]
        head = ["Account", "USD", number, symbol, side, Decimal("0.10")]
        tail = [cents - Decimal("0.85"), None, None, None, "", f"note {number % 50}"]
        rows.append([*head, *prices, cents, *costs, *tail])
    return rows


def document(rows: list[list[object]]) -> Document:
    """The rows as a ledger."""
    table = Table("trades", "Trades", TRADE_COLUMNS, rows, size=len(rows))
    return Document("trades", "Trades", "", (), (table,), is_ledger=True)


def stored(services: Services) -> Document:
    """The ledger of the database."""
    from services.calc.period import Period  # noqa: PLC0415 - as late as the rest

    return services.exporting.trade_document([], Period(None, EVERYTHING))


def pandas_csv(services: Services, limit: str = "") -> None:
    """What most would write."""
    import pandas as pd  # noqa: PLC0415 - only this way pays for it
    from sqlalchemy import text  # noqa: PLC0415 - the same

    query = "SELECT a.name, a.currency, t.* FROM trade_performance t JOIN accounts a ON a.id = t.account_id"
    with services.database.read() as connection:
        found = pd.read_sql(text(f"{query} ORDER BY exit_time DESC {limit}"), connection)
    found.to_csv(io.BytesIO(), index=False)


def openpyxl_xlsx(rows: list[list[object]]) -> None:
    """Its own mode for long sheets."""
    from openpyxl import Workbook  # noqa: PLC0415 - only this way pays for it

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell for cell in row])
    book.save(Nowhere())


def plain_json(rows: list[list[object]]) -> None:
    """The standard library's."""
    names = [column.name for column in TRADE_COLUMNS]
    json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str).encode()


def one_table_pdf(rows: list[list[object]]) -> None:
    """Markup of one table, drawn by xhtml2pdf."""
    from xhtml2pdf.document import pisaDocument  # noqa: PLC0415 - only this way pays for it

    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    pisaDocument(f"<table>{cells}</table>", io.BytesIO())


def measured(work: Callable[[], object]) -> dict[str, float]:
    """What a piece of work takes; what was there before is not looked through for garbage meanwhile."""
    gc.collect()
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    taken = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return taken | {"megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024}


def stored_work(way: str, services: Services) -> Callable[[], object]:
    """What a way to write the database's ledger does; it has been warm for ten rows."""
    if way == "pandas csv":
        pandas_csv(services, "LIMIT 10")
        return lambda: pandas_csv(services)
    write = find_format("csv").write
    write(document(made_rows(10)), Nowhere())  # type: ignore[arg-type] # takes bytes
    return lambda: write(stored(services), Nowhere())  # type: ignore[arg-type] # the same


def made_work(way: str, count: int) -> Callable[[], object]:
    """What a way to write rows in memory does; it has been warm for ten rows, as a running product is."""
    peers: dict[str, Callable[[list[list[object]]], None]] = {
        "openpyxl xlsx": openpyxl_xlsx,
        "plain json": plain_json,
        "one table pdf": one_table_pdf,
    }
    if way in peers:
        peers[way](made_rows(10))
        rows = made_rows(count)
        return lambda: peers[way](rows)
    chosen = find_format(way.partition(" ")[2])
    chosen.write(document(made_rows(10)), io.BytesIO())
    whole = document(made_rows(count))
    return lambda: chosen.write(whole, io.BytesIO() if chosen.name == "pdf" else Nowhere())  # type: ignore[arg-type] # bytes


def differing_cells(count: int) -> int:
    """How many cells of a written workbook are not those that it was made of, read back by openpyxl."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only this way pays for it

    rows, out = made_rows(count), io.BytesIO()
    find_format("xlsx").write(document(rows), out)
    sheet = load_workbook(out, read_only=True)["Trades"]
    found = sheet.iter_rows(min_row=2, values_only=True)
    return sum(
        _differ(*pair) for row, read in zip(rows, found, strict=True) for pair in zip(row, read, strict=True)
    )


def _differ(value: object, read: object) -> bool:
    if isinstance(value, datetime):
        return read != value.replace(tzinfo=None)
    if isinstance(value, Decimal):
        return not isinstance(read, (int, float)) or Decimal(repr(read)) != value
    return read != (None if value == "" else value)


def main() -> None:
    """Measure the way that the arguments name."""
    way, count = sys.argv[1], int(sys.argv[2])
    if way == "read back":
        print(json.dumps({"differing": differing_cells(count)}))  # noqa: T201 - its answer
    elif not way.endswith("csv"):
        print(json.dumps(measured(made_work(way, count))))  # noqa: T201 - its answer
    else:
        with closing(build(load())) as services:
            services.performance.accounts()
            print(json.dumps(measured(stored_work(way, services))))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
