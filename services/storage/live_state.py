"""What the live leader writes all the time: states, prices of open positions, quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import Connection

    from services.feed import ServerQuote

_STATES = text("""
    UPDATE account_state AS known SET time = given.time, balance = given.balance, credit = given.credit,
        equity = given.equity, floating = given.floating, margin = given.margin,
        open_positions = given.open_positions, source = given.source
    FROM unnest(
        CAST(:accounts AS uuid[]), CAST(:times AS timestamptz[]), CAST(:balances AS numeric[]),
        CAST(:credits AS numeric[]), CAST(:equities AS numeric[]), CAST(:floatings AS numeric[]),
        CAST(:margins AS numeric[]), CAST(:open_positions AS int[]), CAST(:sources AS text[])
    ) AS given (account_id, time, balance, credit, equity, floating, margin, open_positions, source)
    WHERE known.account_id = given.account_id AND known.balance = given.balance
""")
_PRICES = text("""
    UPDATE positions AS known SET price_current = given.price, profit = given.profit
    FROM unnest(
        CAST(:accounts AS uuid[]), CAST(:positions AS bigint[]), CAST(:prices AS numeric[]),
        CAST(:profits AS numeric[])
    ) AS given (account_id, position_id, price, profit)
    WHERE known.account_id = given.account_id AND known.position_id = given.position_id
""")
_QUOTES = text("""
    INSERT INTO quotes (server, symbol, time, bid, ask)
    SELECT * FROM unnest(
        CAST(:servers AS text[]), CAST(:symbols AS text[]), CAST(:times AS timestamptz[]),
        CAST(:bids AS float8[]), CAST(:asks AS float8[])
    ) ON CONFLICT DO NOTHING
""")
_VERSIONS = text("""
    SELECT id, ledger_version, accounts.name, coalesce(string_agg(
        prop_rules.name || ' ' || prop_rules.created_at, ',' ORDER BY prop_rules.name
    ), '')
    FROM accounts LEFT JOIN prop_rules ON account_id = id GROUP BY id
""")


class StateRow(NamedTuple):
    """An account's state now, in its currency."""

    account_id: UUID
    time: datetime
    balance: Decimal
    credit: Decimal
    equity: Decimal
    floating: Decimal
    margin: Decimal | None
    open_positions: int
    source: str


class PriceRow(NamedTuple):
    """The newest price and profit of an open position."""

    account_id: UUID
    position_id: int
    price: Decimal
    profit: Decimal


def write_states(connection: Connection, rows: Sequence[StateRow]) -> None:
    """Bring states up to date; one whose balance is another by now was booked meanwhile and is left alone."""
    names = ("accounts", "times", "balances", "credits", "equities", "floatings", "margins")
    _execute(connection, _STATES, (*names, "open_positions", "sources"), rows)


def write_prices(connection: Connection, rows: Sequence[PriceRow]) -> None:
    """Bring open positions up to date; those that are closed by now are left out."""
    _execute(connection, _PRICES, ("accounts", "positions", "prices", "profits"), rows)


def write_quotes(connection: Connection, quotes: Sequence[ServerQuote]) -> None:
    """Keep quotes; one that is known stays as it is."""
    rows = [(quote.server, quote.symbol, quote.time, quote.bid, quote.ask) for quote in quotes]
    _execute(connection, _QUOTES, ("servers", "symbols", "times", "bids", "asks"), rows)


def read_versions(connection: Connection) -> dict[UUID, tuple[int, str, str]]:
    """Every account's ledger version, its name, and what tells its rule sets from others."""
    return {row[0]: (row[1], row[2], row[3]) for row in map(tuple, connection.execute(_VERSIONS))}


def _execute(
    connection: Connection, statement: object, names: tuple[str, ...], rows: Sequence[Sequence[object]]
) -> None:
    if rows:
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        connection.execute(statement, columns)  # type: ignore[call-overload] # one of the texts above
