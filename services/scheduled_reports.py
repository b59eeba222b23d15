"""Files made by themselves when a calendar period is over: each account's performance report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.calendar import PeriodType, latest_periods
from services.report_delivery import ReportDelivery

if TYPE_CHECKING:
    from datetime import datetime

    from services.calc.period import Period
    from services.container import Services
    from services.model import Account

REPORT = "performance"


@dataclass(frozen=True, slots=True)
class Made:
    """How many reports were made, how many deliveries failed, and how many went out that had failed."""

    reports: int = 0
    undelivered: int = 0
    delivered_later: int = 0


class ScheduledReports:
    """Makes the report of each account and period once; a changed ledger makes a new one."""

    def __init__(self, services: Services) -> None:
        """The reports that the settings ask for."""
        self._services = services
        self._kinds = tuple(PeriodType(kind) for kind in services.settings.report_schedule)
        self._format = services.settings.report_format
        self._delivery = ReportDelivery(services.settings, services.database, services.export_history)

    def make(self, now: datetime) -> Made:
        """Make what is missing of the periods that ended last, send it, and what could not be sent before.

        Raises NoSpaceError.
        """
        later, again = self._delivery.send_again(now) if self._kinds else (0, 0)
        accounts = self._services.performance.accounts() if self._kinds else ()
        found = [self._make(account, kind, now) for account in accounts for kind in self._kinds]
        failed = [problems for problems in found if problems is not None]
        return Made(len(failed), sum(failed) + again, later)

    def _make(self, account: Account, kind: PeriodType, now: datetime) -> int | None:
        performance = self._services.performance
        zone = performance.zone_of([account])
        began = performance.record(account.id).began
        if began is None:
            return None
        _, *over = latest_periods(kind, zone=zone, since=began, until=now, most=2) or (None,)
        return self._write(account, kind, over[0], zone, now) if over and over[0] is not None else None

    def _write(
        self, account: Account, kind: PeriodType, period: Period, zone: str, now: datetime
    ) -> int | None:
        """How many deliveries of a new report failed; None where it is there already."""
        asked = {
            "report": REPORT,
            "account_id": str(account.id),
            "names": [account.name],
            "period_type": kind.value,
            "period_start": period.text,
            "zone": zone,
            "format": self._format,
            "ledger_version": account.ledger_version,
        }
        history, reporting = self._services.export_history, self._services.reporting
        if history.find(asked) is not None:
            return None
        file = reporting.file(REPORT, reporting.request([account.id], period, zone), self._format)
        return self._delivery.send(history.keep(file, asked, now))
