"""Beside the ledger: daily currency rates, symbols."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from services.model import Symbol
from services.storage.tables import currency_rates, symbols

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy import Connection

_SYMBOL_COLUMNS = [field.name for field in fields(Symbol)]


def write_rates(connection: Connection, source: str, rows: Iterable[tuple[str, str, date, Decimal]]) -> None:
    """Keep daily rates: (base, quote, day, units of quote for one base)."""
    values = [
        {"source": source, "base": base, "quote": quote, "date": day, "rate": rate}
        for base, quote, day, rate in rows
    ]
    if values:
        connection.execute(postgresql.insert(currency_rates).on_conflict_do_nothing(), values)


def read_rates(
    connection: Connection, sources: Sequence[str]
) -> dict[tuple[str, str], list[tuple[date, Decimal]]]:
    """Daily rates of the sources: (base, quote) → (day, rate) by day."""
    table = currency_rates.c
    found: dict[tuple[str, str], list[tuple[date, Decimal]]] = {}
    statement = select(table.base, table.quote, table.date, table.rate).where(table.source.in_(sources))
    for base, quote, day, rate in connection.execute(statement.order_by(table.date)):
        found.setdefault((base, quote), []).append((day, rate))
    return found


def remove_days(connection: Connection, source: str, pair: tuple[str, str], days: Sequence[date]) -> None:
    """Forget the rates of a pair on some days."""
    table, (base, quote) = currency_rates.c, pair
    gone = currency_rates.delete().where(table.source == source, table.base == base, table.quote == quote)
    connection.execute(gone.where(table.date.in_(days)))


def remove_rates(connection: Connection, source: str) -> None:
    """Forget the rates of a source."""
    connection.execute(currency_rates.delete().where(currency_rates.c.source == source))


def write_symbols(connection: Connection, server: str, found: Iterable[Symbol]) -> None:
    """Make these the specifications of a server's symbols; what is specified anew replaces what was."""
    rows = [{"server": server} | asdict(symbol) for symbol in found]
    if not rows:
        return
    statement = postgresql.insert(symbols)
    renewed = {name: statement.excluded[name] for name in _SYMBOL_COLUMNS if name != "name"}
    connection.execute(statement.on_conflict_do_update(index_elements=["server", "name"], set_=renewed), rows)


def read_symbols(connection: Connection, server: str) -> dict[str, Symbol]:
    """The symbols of a server by name."""
    found = select(*(symbols.c[name] for name in _SYMBOL_COLUMNS)).where(symbols.c.server == server)
    return {row[0]: Symbol(*row) for row in map(tuple, connection.execute(found))}


def remove_symbols(connection: Connection, server: str) -> None:
    """Forget the symbols of a server."""
    connection.execute(symbols.delete().where(symbols.c.server == server))
