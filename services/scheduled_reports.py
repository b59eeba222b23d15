"""Files made by themselves when a calendar period is over: each account's closed trades as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.calendar import PeriodType, latest_periods

if TYPE_CHECKING:
    from datetime import datetime

    from services.calc.period import Period
    from services.export_history import ExportHistory
    from services.exporting import Exporting
    from services.model import Account
    from services.performance import Performance
    from services.settings import Settings

FORMAT = "xlsx"


class ScheduledReports:
    """Makes the file of each account and period once; a changed ledger makes a new one."""

    def __init__(
        self, settings: Settings, performance: Performance, exporting: Exporting, history: ExportHistory
    ) -> None:
        self._kinds = tuple(PeriodType(kind) for kind in settings.report_schedule)
        self._performance = performance
        self._exporting = exporting
        self._history = history

    def make(self, now: datetime) -> int:
        """Make what is missing of the periods that ended last; how many files. Raises NoSpaceError."""
        accounts = self._performance.accounts()
        return sum(self._make(account, kind, now) for account in accounts for kind in self._kinds)

    def _make(self, account: Account, kind: PeriodType, now: datetime) -> int:
        zone = self._performance.zone_of([account])
        began = self._performance.record(account.id).began
        if began is None:
            return 0
        _, *over = latest_periods(kind, zone=zone, since=began, until=now, most=2) or (None,)
        return sum(self._write(account, kind, period, zone, now) for period in over)

    def _write(self, account: Account, kind: PeriodType, period: Period, zone: str, now: datetime) -> int:
        request = {
            "report": "trades",
            "account_id": str(account.id),
            "period_type": kind.value,
            "period_start": period.text,
            "zone": zone,
            "format": FORMAT,
            "ledger_version": account.ledger_version,
        }
        if self._history.find(request) is not None:
            return 0
        self._history.keep(self._exporting.trades(FORMAT, [account.id], period, zone), request, now)
        return 1
