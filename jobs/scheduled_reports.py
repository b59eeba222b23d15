"""Makes each account's report when a day, week or month of its zone is over, and sends it where asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jobs._schedule import Schedule, hourly

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(settings: Settings) -> Schedule | None:
    """Every hour, as days end at other hours in other zones, when any report is asked for."""
    if not settings.report_schedule:
        return None
    return hourly("Scheduled reports", minute=11)


def run(services: Services) -> str:
    """Make what is missing, and send it."""
    made = services.scheduled_reports.make(datetime.now(UTC))
    later = f" {made.delivered_later} that had failed went out." if made.delivered_later else ""
    failed = f" {made.undelivered} deliveries failed, see the audit log." if made.undelivered else ""
    return f"{made.reports} reports made.{later}{failed}"
