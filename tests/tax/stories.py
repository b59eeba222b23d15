"""Executions of a broker as a file, imported for real, for tests of tax years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.importers import SourceFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.answers import ImportReport
    from services.container import Services
    from services.model import Account

USUAL = {
    "time": "",
    "account": "U1",
    "symbol": "XYZ",
    "asset_class": "stock",
    "side": "",
    "quantity": "",
    "price": "",
    "commission": "0",
    "order_id": "",
    "multiplier": "",
    "event": "",
    "ratio": "",
    "lot": "",
    "currency": "USD",
}


def line(day: str, side: str, quantity: float | str, price: str, **cells: str) -> str:
    """A line of an execution file; *cells* are its other columns."""
    given = {"time": day, "side": side, "quantity": str(quantity), "price": price}
    return ",".join((USUAL | given | cells).values())


def file_of(lines: Sequence[str]) -> bytes:
    """The lines under their header."""
    return "\n".join((",".join(USUAL), *lines, "")).encode()


def imported(services: Services, *lines: str) -> tuple[ImportReport, ...]:
    """Store a file of these lines."""
    reports = services.ingest.store(SourceFile("executions.csv", file_of(lines)))
    assert all(report.stored for report in reports)
    return reports


def account_named(services: Services, login: str) -> Account:
    """The account of that login."""
    return next(account for account in services.performance.accounts() if account.login == login)
