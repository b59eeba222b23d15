"""Closed trades as rows of a file, spelled by the database and streamed out of it as they are.

The spelling is that of `services/exports/_cells.py`; a test holds the two together, character by character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal
    from typing import LiteralString
    from uuid import UUID

    from sqlalchemy import Connection

    from services.calc.period import Period
    from services.storage.engine import Database

_CONTROL: LiteralString = r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
_TIME: LiteralString = "replace({0}::text, ' ', 'T') || ':00'"
_MONEY: LiteralString = (
    "CASE WHEN round({0}, digits) = {0} THEN round({0}, digits) ELSE trim_scale({0}) END::text"
)
_PRICE: LiteralString = "trim_scale(round({0}, 10))::text"
_COLUMNS: tuple[tuple[str, LiteralString], ...] = (
    ("account", "name"),
    ("currency", "currency"),
    ("position_id", "position_id::text"),
    ("symbol", "symbol"),
    ("side", "side"),
    ("volume", "trim_scale(volume)::text"),
    ("entry_time", _TIME.format("entry_time")),
    ("entry_price", _PRICE.format("entry_price")),
    ("exit_time", _TIME.format("exit_time")),
    ("exit_price", _PRICE.format("exit_price")),
    *((name, _MONEY.format(name)) for name in ("profit", "commission", "swap", "fee", "net_profit")),
    *((name, "''") for name in ("r", "mae", "mfe")),  # nobody knows them, see `watches`
    ("is_orphan", "CASE WHEN is_orphan THEN 'yes' ELSE '' END"),
    ("comment", "comment"),
)
_TEXTS = ("account", "currency", "symbol", "comment")
_CLEAN: LiteralString = (
    rf"regexp_replace(regexp_replace({{0}}, '{_CONTROL}', '', 'g'), '[\t\r\n]+', ' ', 'g')"
)
_HARMLESS: LiteralString = (
    "CASE WHEN {0} ~ '^[A-Za-z0-9]?[A-Za-z0-9 ._#/()]*$' THEN {0}"
    " WHEN " + _CLEAN + r" ~ '^[ \u00a0]*[=+@\uff1d\uff0b\uff0d\uff20-]' THEN '''' || " + _CLEAN + ""
    " ELSE " + _CLEAN + " END"
)
_CHOSEN: LiteralString = """
    FROM trade_performance JOIN (
        SELECT id, name, currency, currency_digits::int AS digits FROM accounts WHERE id = ANY(%(accounts)s)
    ) AS owner ON owner.id = account_id
    WHERE exit_time < %(end)s AND (%(start)s::timestamptz IS NULL OR exit_time >= %(start)s)
"""
_ORDER: LiteralString = "ORDER BY exit_time DESC, name, position_id DESC, sequence DESC"
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
BLOCK = 1_000  # lines
_TOTALS = text("""
    SELECT currency, count(*), sum(net_profit)
    FROM trade_performance JOIN accounts ON accounts.id = account_id
    WHERE account_id = ANY(:accounts) AND exit_time < :end
        AND (CAST(:start AS timestamptz) IS NULL OR exit_time >= :start)
    GROUP BY currency ORDER BY currency
""")


@dataclass(frozen=True, slots=True)
class TradeTotal:
    """Trades of one currency: how many, and their net profit."""

    currency: str
    trades: int
    net_profit: Decimal


_WATCHED = text("""
    SELECT EXISTS (SELECT FROM position_stops WHERE account_id = ANY(:accounts)) OR EXISTS (
        SELECT FROM accounts WHERE id = ANY(:accounts)
        AND EXISTS (SELECT FROM quotes WHERE quotes.server = accounts.server)
    )
""")


class TradeRows:
    """The trades of accounts that were closed in a period, newest first; each reading sees one instant."""

    def __init__(self, database: Database, account_ids: Sequence[UUID], period: Period) -> None:
        """Of these accounts, every row of which must be in the database."""
        self._database = database
        self._given = {"accounts": list(account_ids), "start": period.start, "end": period.end}

    def __iter__(self) -> Iterator[Sequence[str]]:
        """The rows as canonical text."""
        shown = ", ".join(f"coalesce({spelling}, '')" for _, spelling in _COLUMNS)
        for line in self._copied(f"COPY (SELECT {shown} {_CHOSEN} {_ORDER}) TO STDOUT"):
            row = line[:-1].decode()
            yield [_plain(cell) for cell in row.split("\t")] if "\\" in row else row.split("\t")

    def csv_blocks(self) -> Iterator[bytes]:
        """The rows as blocks of CSV lines."""
        shown = ", ".join(
            _HARMLESS.format(spelling) if name in _TEXTS else spelling for name, spelling in _COLUMNS
        )
        lines = self._copied(f"COPY (SELECT {shown} {_CHOSEN} {_ORDER}) TO STDOUT (FORMAT csv)")
        while block := b"".join(islice(lines, BLOCK)):
            yield block.replace(b"\n", b"\r\n")

    def totals(self) -> tuple[TradeTotal, ...]:
        """How many trades there are and what they made, by currency."""
        with self._database.read() as connection:
            return tuple(TradeTotal(*row) for row in connection.execute(_TOTALS, self._given))

    def _copied(self, query: str) -> Iterator[bytes]:
        """What the server sends, a line at a time; it may take as long as it takes."""
        with self._database.read() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            driver = connection.connection.driver_connection
            if not isinstance(
                driver, psycopg.Connection
            ):  # pragma: no cover - the engine is always psycopg's
                raise TypeError("COPY needs a psycopg connection.")
            with driver.cursor() as cursor, cursor.copy(query.encode(), self._given) as copy:
                yield from map(bytes, copy)


def watches(connection: Connection, account_ids: Sequence[UUID]) -> bool:
    """Whether prices or stops of these accounts were kept, so that R, MAE and MFE may be known of trades."""
    return bool(connection.scalar(_WATCHED, {"accounts": list(account_ids)}))


def _plain(cell: str) -> str:
    """A cell of COPY's text format as it was."""
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), cell)
