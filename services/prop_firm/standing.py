"""Where an account stands with a rule set: what its history says, and the breaches that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.number_text import fraction
from services.prop_firm.check import MINIMUM_DAYS, Status

if TYPE_CHECKING:
    from datetime import datetime

    from services.model import Account
    from services.prop_firm.breach import Breach
    from services.prop_firm.check import Check
    from services.prop_firm.evaluation import Evaluation
    from services.prop_firm.history import History
    from services.prop_firm.rules import RuleSet

UNSEEN = "evaluated on the balance where no equity was recorded; losses of open positions are unseen there."


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """One rule as the ledger shows it now, and its breach as it was seen first."""

    check: Check
    breach: Breach | None

    @property
    def status(self) -> Status:
        """Breached for good once it was; else as the ledger shows it."""
        return self.check.status if self.breach is None else Status.BREACHED

    @property
    def is_undone(self) -> bool:
        """Whether the ledger as it is now no longer shows the breach."""
        return self.breach is not None and self.check.status is not Status.BREACHED


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule set held against an account; `assigned_at` is None where it is only tried."""

    account: Account
    evaluation: Evaluation
    history: History
    breaches: tuple[Breach, ...] = ()
    assigned_at: datetime | None = None

    @property
    def rules(self) -> RuleSet:
        """The rule set."""
        return self.evaluation.rules

    @property
    def checks(self) -> tuple[RuleStanding, ...]:
        """Every rule of the set."""
        first = {breach.rule: breach for breach in reversed(self.breaches)}
        return tuple(RuleStanding(check, first.get(check.rule)) for check in self.evaluation.checks)

    @property
    def status(self) -> Status:
        """Of the whole: breached for good, reached, close to a limit, else open."""
        if self.breaches or self.evaluation.status is Status.BREACHED:
            return Status.BREACHED
        is_close = any(check.status is Status.CLOSE for check in self.evaluation.checks)
        return Status.CLOSE if is_close else self.evaluation.status

    @property
    def headroom(self) -> float:
        """Money until the nearest floor; NaN where no rule has one, or one is broken."""
        return float("nan") if self.status is Status.BREACHED else self.evaluation.headroom

    @property
    def days_left(self) -> int | None:
        """Trading days that are still missing; None where no rule asks for any."""
        found = next((one for one in self.evaluation.checks if one.rule == MINIMUM_DAYS), None)
        return None if found is None else max(0, round(found.limit - found.used))

    @property
    def basis(self) -> str:
        """What it was evaluated on, in a sentence."""
        share = self.evaluation.on_equity
        if not self.history.time.size:
            return "There is no deal yet: nothing could be evaluated."
        if share == 0:
            return "No equity was recorded: evaluated on the balance; losses of open positions are unseen."
        if share == 1:
            return "Evaluated on recorded equity at every point."
        return f"{fraction(share, 1)} of the points are recorded equity; {UNSEEN}"
