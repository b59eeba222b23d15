"""Whether what is stored is what the deals make, for all accounts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from services.calc.integrity import integrity_issues

if TYPE_CHECKING:
    from services.account_care import AccountCare
    from services.calc.integrity import Issue
    from services.performance import Performance

MOST = 100


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
        return {"issues": [asdict(issue) for issue in self.issues[:MOST]], "statistics": self.statistics}

    @property
    def recommendations(self) -> tuple[str, ...]:
        """What to do, each thing once."""
        return tuple(dict.fromkeys(issue.recommendation for issue in self.issues))


class Integrity:
    """Checks every account, and mends what can be derived again."""

    def __init__(self, performance: Performance, care: AccountCare) -> None:
        self._performance = performance
        self._care = care

    def verify(self) -> IntegrityReport:
        """Compare balances, closed trades, snapshots and imports of all accounts with their deals."""
        records = [self._performance.record(account.id) for account in self._performance.accounts()]
        return IntegrityReport(
            verified_at=datetime.now(UTC),
            issues=tuple(issue for record in records for issue in integrity_issues(record)),
            statistics={
                "accounts": len(records),
                "deals": sum(len(record.deals) for record in records),
                "trades": sum(len(record.trades) for record in records),
                "orphans": sum(trade.is_orphan for record in records for trade in record.trades),
                "snapshots": sum(int(record.track.is_equity.sum()) for record in records),
                "imports": sum(len(record.imports) for record in records),
            },
        )

    def repair(self) -> int:
        """Derive the closed trades of every account with a trade issue again; how many accounts that were."""
        broken = {issue.account for issue in self.verify().issues if issue.check == "trades"}
        for name in broken:
            self._care.derive(self._performance.find(name).id)
        return len(broken)
