"""Executions as CSV rows: columns by name, numbers and dates by what the whole column says."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._execution_columns import (
    REQUIRED,
    asset_class,
    columns_of,
    side_of,
    unknown_of,
)
from services.importers._execution_costs import as_costs
from services.importers._execution_numbers import read_numbers
from services.importers._execution_times import read_times, with_dates
from services.model import Deal, DealEntry, DealType, Side
from services.statement import StatedAccount, StatedDeal, Statement, StatementKind

if TYPE_CHECKING:
    from services.importers._grid import Grid

_HEAD_ROWS = 20
_MIN_KNOWN = 4
_TICKET_BITS = 63
_MAX_ORDER_DIGITS = 18
_OPTION_MULTIPLIER = Decimal(100)
_ZERO = Decimal(0)


@dataclass(slots=True)
class Table:
    """The records of a file by column name; `numbers` are their lines."""

    numbers: list[int]
    columns: dict[str, list[str]]
    extra: list[str]


def is_executions(grid: Grid) -> bool:
    """Whether *grid* has enough known column names in one of its first rows."""
    return _header_index(grid) is not None


def read_executions(grid: Grid, name: str) -> tuple[Statement, ...]:
    """One statement per account in *grid*; *name* is the format's."""
    table = _table(grid)
    warnings = [f"Columns that were not used: {', '.join(table.extra)}."] if table.extra else []
    times, are_utc = read_times(table.numbers, table.columns["time"])
    numbers = read_numbers(table.numbers, table.columns)
    for cost in ("commission", "fee"):
        numbers[cost] = as_costs(cost, numbers[cost], warnings)
    sides = [side_of(text, line) for text, line in zip(table.columns["side"], table.numbers, strict=True)]
    _filled(table, "symbol")
    by_account: dict[str, list[int]] = {}
    for index, account in enumerate(_filled(table, "account")):
        by_account.setdefault(account, []).append(index)
    rows = _Rows(table, times, numbers, sides)
    return tuple(
        _statement(account, indexes, rows, name, tuple(warnings), are_utc=are_utc)
        for account, indexes in by_account.items()
    )


@dataclass(slots=True)
class _Rows:
    table: Table
    times: list[datetime]
    numbers: dict[str, list[Decimal]]
    sides: list[Side]

    def text(self, name: str, index: int) -> str:
        """A cell, empty where the file has no such column."""
        column = self.table.columns.get(name)
        return column[index] if column else ""


def _header_index(grid: Grid) -> int | None:
    for index, row in enumerate(grid.rows[:_HEAD_ROWS]):
        known = columns_of(row)
        if len(known) >= _MIN_KNOWN and "symbol" in known and "quantity" in known:
            return index
    return None


def _table(grid: Grid) -> Table:
    start = _header_index(grid)
    if start is None:
        raise UnreadableFileError(
            "The file has no line of column names: time, account, symbol, side, quantity, price."
        )
    header = grid.rows[start]
    places = columns_of(header)
    if "time" not in places and "date" in places:
        places["time"] = places.pop("date")
    missing = [column for column in REQUIRED if column not in places]
    if missing:
        raise UnreadableFileError(
            f"The file has no column {', '.join(missing)}; its columns are {', '.join(header)}."
        )
    rows, numbers = grid.rows[start + 1 :], grid.numbers[start + 1 :]
    if not rows:
        raise UnreadableFileError("The file has column names, but no executions below them.")
    for row, number in zip(rows, numbers, strict=True):
        if len(row) > len(header) and any(row[len(header) :]):
            raise UnreadableFileError(
                f"Line {number} has {len(row)} cells, and there are {len(header)} columns."
            )
    columns = {
        name: [row[place] if place < len(row) else "" for row in rows] for name, place in places.items()
    }
    if "date" in columns:
        columns["time"] = with_dates(columns["time"], columns["date"])
    return Table(numbers, columns, unknown_of(header))


def _filled(table: Table, name: str) -> list[str]:
    for text, number in zip(table.columns[name], table.numbers, strict=True):
        if not text:
            raise UnreadableFileError(f"Line {number} has no {name}.")
    return table.columns[name]


def _statement(
    account: str, indexes: list[int], rows: _Rows, name: str, warnings: tuple[str, ...], *, are_utc: bool
) -> Statement:
    seen: Counter[str] = Counter()
    notes: list[str] = list(warnings)
    multipliers = _multipliers(indexes, rows, notes)
    deals = tuple(_deal(account, index, rows, seen, are_utc=are_utc) for index in indexes)
    return Statement(
        format=name,
        kind=StatementKind.EXECUTIONS,
        account=StatedAccount(login=account, currency=_currency(account, indexes, rows, notes)),
        deals=deals,
        times_are_utc=are_utc,
        needs_netting=True,
        warnings=tuple(notes),
        multipliers=multipliers,
    )


def _currency(account: str, indexes: list[int], rows: _Rows, notes: list[str]) -> str:
    found = sorted({rows.text("currency", index).upper() for index in indexes} - {""})
    if len(found) > 1:
        raise UnreadableFileError(
            f"The account {account!r} has executions in {' and '.join(found)}; import one each."
        )
    if not found:
        notes.append(f"The file names no currency for the account {account!r}; USD is assumed.")
        return ""
    return found[0]


def _multipliers(indexes: list[int], rows: _Rows, notes: list[str]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for index in indexes:
        symbol = rows.table.columns["symbol"][index]
        stated = rows.numbers["multiplier"][index]
        value = stated or _usual_multiplier(rows, index)
        if value < 0 or found.get(symbol, value) != value:
            line = rows.table.numbers[index]
            raise UnreadableFileError(
                f"Line {line}: the multiplier {value} of {symbol} contradicts an earlier line."
            )
        if not stated and symbol not in found and value != 1:
            notes.append(f"{symbol} is an option without a multiplier; {value} is assumed.")
        found[symbol] = value
    return found


def _usual_multiplier(rows: _Rows, index: int) -> Decimal:
    kind = asset_class(rows.text("asset_class", index), rows.table.columns["symbol"][index])
    return _OPTION_MULTIPLIER if kind == "option" else Decimal(1)


def _deal(account: str, index: int, rows: _Rows, seen: Counter[str], *, are_utc: bool) -> StatedDeal:
    table, line = rows.table, rows.table.numbers[index]
    side, quantity, price = rows.sides[index], rows.numbers["quantity"][index], rows.numbers["price"][index]
    if not quantity or (quantity < 0 and side is Side.BUY):
        raise UnreadableFileError(f"Line {line}: a quantity of {quantity} cannot be a {side}.")
    symbol, order = table.columns["symbol"][index], rows.text("order_id", index)
    execution, moment = rows.text("exec_id", index), rows.times[index]
    moment = moment.astimezone(UTC) if are_utc else moment
    volume = abs(quantity)
    key = "|".join(
        (account, order, execution, moment.isoformat(), symbol, side, _canonical(volume), _canonical(price))
    )
    seen[key] += 1
    deal = Deal(
        ticket=ticket(key, seen[key]),
        time=moment.replace(tzinfo=UTC),
        server_time=moment.replace(tzinfo=None),
        type=DealType.BUY if side is Side.BUY else DealType.SELL,
        entry=DealEntry.IN,
        order=int(order) if order.isdecimal() and len(order) <= _MAX_ORDER_DIGITS else 0,
        symbol=symbol,
        volume=volume,
        price=price,
        commission=rows.numbers["commission"][index],
        fee=rows.numbers["fee"][index],
        external_id=execution or order,
    )
    return StatedDeal(line, deal)


def ticket(key: str, occurrence: int) -> int:
    """A ticket that the same execution gets again in any other file: 63 bits of a hash, never 0."""
    digest = hashlib.sha256(f"{key}|{occurrence}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % (1 << _TICKET_BITS) or 1


def _canonical(value: Decimal) -> str:
    return format(value.normalize(), "f")
