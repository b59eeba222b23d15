"""Accounts with a past: deals over months, snapshots over hours, all old enough for whatever a test asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.account_opening import Origin
from services.storage import snapshot_series
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.answers import ImportReport
    from services.container import Services
    from services.model import Deal
    from services.retention.outcome import Outcome

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FAR = datetime(2036, 1, 15, tzinfo=UTC)
STAGES = ("written", "placed", "listed", "verified", "removed", "purged")
SOON = datetime(2026, 6, 10, tzinfo=UTC)


def deals_of_months(months: int = 3, trades: int = 4) -> list[Deal]:
    """A deposit, then *trades* round trips a month with amounts of various digits."""
    deals = [flow(1, 1000, time=BEGIN)]
    ticket = 10
    for month in range(months):
        for number in range(trades):
            opened = BEGIN + timedelta(days=31 * month + 1 + 2 * number)
            closed = opened + timedelta(hours=5)
            profit = ("25.10", "-3", "0.00", "7.125")[number % 4]
            deals += round_trip(ticket, float(profit), commission="-0.50", opened=opened, closed=closed)
            ticket += 2
    return deals


def post(
    services: Services, deals: list[Deal], name: str = "report.xlsx", server_zone: str | None = None
) -> ImportReport:
    """Import a statement of these deals."""
    ordered = sorted(deals, key=lambda deal: (deal.time, deal.ticket))
    origin = Origin(name, f"{abs(hash((name, len(ordered)))):064x}"[:64], server_zone=server_zone)
    (report,) = services.ingest.post([make_statement(ordered)], origin, store=True)
    assert report.stored, report.problems
    return report


def record_hours(services: Services, account_id: UUID, start: datetime, days: int, minutes: int = 60) -> int:
    """Snapshots every so many minutes of so many days; how many."""
    count = days * 24 * 60 // minutes
    rows = (
        (
            account_id,
            start + timedelta(minutes=minutes * number),
            1000.0,
            1000 + (number * 37 % 101) / 8,
            None,
            0,
        )
        for number in range(count)
    )
    with services.database.begin() as connection:
        snapshot_series.write_snapshots(connection, rows)
    return count


def age(services: Services, now: datetime = FAR, table: str | None = None) -> Outcome:
    """Bring the rollups up to date and apply retention at *now*."""
    from services.storage.rollup_refresh import refresh_rollups  # noqa: PLC0415 - beside the product's clock

    refresh_rollups(services.database, now)
    return services.retention.apply(table, dry_run=False, now=now)
