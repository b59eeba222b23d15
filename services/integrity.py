"""Whether what is stored is what the deals make, for all accounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from services.calc.integrity import Issue
from services.checks import record_checks, store_checks
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from services.calc.record import TrackRecord
    from services.container import Services
    from services.model import Account

MOST = 100
UNREADABLE = "Mend what the sentence names, then verify again."
COUNTED = ("accounts", "deals", "trades", "orphans", "snapshots", "imports")


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """What was checked, and every violation found."""

    verified_at: datetime
    issues: tuple[Issue, ...]
    statistics: dict[str, int]

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        checked = ", ".join(f"{number:,} {name}" for name, number in self.statistics.items())
        return f"{len(self.issues)} issues found in {checked}."

    @property
    def detail(self) -> dict[str, Any]:
        """The first issues and all counts, to be recorded."""
        first = [asdict(issue) for issue in self.issues[:MOST]]
        return {"issues": first, "count": len(self.issues), "statistics": self.statistics}

    @property
    def recommendations(self) -> tuple[str, ...]:
        """What to do, each thing once."""
        return tuple(dict.fromkeys(issue.recommendation for issue in self.issues))


class Integrity:
    """Runs every check of `services.checks`, and mends what can be derived again."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def verify(self) -> IntegrityReport:
        """Read every account anew and check it, then what is kept beside the ledger; changes nothing."""
        counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        issues = [issue for account in self._accounts() for issue in self._of_account(account, counts)]
        for name, check in store_checks().items():
            issues += _found("", name, partial(check, self._services))
        return IntegrityReport(datetime.now(UTC), tuple(issues), dict(counts))

    def repair(self) -> int:
        """Make wrong trades, rollups and kept columns again from what is below; how many accounts had any."""
        issues = self.verify().issues
        trades = {issue.account for issue in issues if issue.check in ("trades", "sums")}
        rollups = {issue.account for issue in issues if issue.check == "rollups"}
        columns = {issue.account for issue in issues if issue.check == "columns"}
        for name in trades:
            self._services.account_care.derive(self._services.performance.find(name).id)
        for name in rollups:
            self._services.series_care.make_again(self._services.performance.find(name).id)
        for name in columns:
            self._services.ledger_keeping.make_again(self._services.performance.find(name).id)
        return len(trades | rollups | columns)

    def _accounts(self) -> tuple[Account, ...]:
        return self._services.performance.accounts()

    def _of_account(self, account: Account, counts: Counter[str]) -> list[Issue]:
        """The issues of one account; what cannot even be read is one."""
        try:
            record = self._services.performance.fresh(account.id)
        except ServiceError as error:
            return [Issue(account.name, "reading", str(error), UNREADABLE)]
        _count(record, counts)
        checks = record_checks()
        return [issue for check in checks for issue in _found(account.name, "checks", partial(check, record))]


def _found(account: str, name: str, check: Callable[[], Iterable[Issue]]) -> list[Issue]:
    """What a check found; that it could not be made is an issue too."""
    try:
        return list(check())
    except ServiceError as error:
        return [Issue(account, name, str(error), UNREADABLE)]


def _count(record: TrackRecord, counts: Counter[str]) -> None:
    counts["accounts"] += 1
    counts["deals"] += len(record.deals)
    counts["trades"] += len(record.trades)
    counts["orphans"] += sum(trade.is_orphan for trade in record.trades)
    counts["snapshots"] += int(record.track.is_equity.sum())
    counts["imports"] += len(record.imports)
