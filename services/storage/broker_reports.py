"""What brokers report of sales on Form 1099, by account and year."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql

from services.storage.tables import accounts, broker_reports
from services.tax.form_1099 import Line1099

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection

_DAYS, _AMOUNTS = ("acquired", "sold"), ("quantity", "proceeds", "basis", "wash")


def write_report(
    connection: Connection, account_id: UUID, year: int, filename: str, lines: Sequence[Line1099]
) -> None:
    """Keep the lines of an account's year, in place of those that were there."""
    told = [
        {name: None if value is None else str(value) for name, value in asdict(line).items()}
        for line in lines
    ]
    values = {"filename": filename, "lines": told, "created_at": func.now()}
    statement = postgresql.insert(broker_reports).values(account_id=account_id, year=year, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["account_id", "year"], set_=values))


def remove_report(connection: Connection, account_id: UUID, year: int) -> bool:
    """Forget an account's year; whether it was there."""
    table = broker_reports.c
    gone = delete(broker_reports).where(table.account_id == account_id, table.year == year)
    return connection.execute(gone).rowcount > 0


def read_reports(connection: Connection) -> dict[int, tuple[Line1099, ...]]:
    """The lines of all accounts by year; *account* is the name it has now."""
    found: dict[int, list[Line1099]] = {}
    table = broker_reports.c
    for year, account, lines in connection.execute(
        select(table.year, accounts.c.name, table.lines)
        .join_from(broker_reports, accounts)
        .order_by(table.year)
    ):
        found.setdefault(year, []).extend(_line(account, line) for line in lines)
    return {year: tuple(lines) for year, lines in found.items()}


def _line(account: str, told: dict[str, Any]) -> Line1099:
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in _DAYS}
    amounts = {name: None if told[name] is None else Decimal(told[name]) for name in _AMOUNTS}
    return Line1099(**(told | days | amounts | {"account": account}))
