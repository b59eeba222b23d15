"""A rule set while prices move: what is left until each floor, and the first quote beyond one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.prop_firm.breach import Breach
from services.prop_firm.check import DAILY_LOSS, MAX_LOSS, Status
from services.prop_firm.floors import floors_after, floors_now
from services.prop_firm.history import trading_day

if TYPE_CHECKING:
    from datetime import datetime

    from services.prop_firm.check import Check
    from services.prop_firm.floors import Floors
    from services.prop_firm.rules import RuleSet
    from services.prop_firm.standing import Standing


@dataclass(slots=True)
class LiveRules:
    """A rule set held against an account's quotes; `broken` are the breaches that are known, by rule.

    It stands on a version of the ledger: deposits and payouts since then would be taken for profit and loss.
    `worst` is the most that was ever used, by rule; `checks` is where that version stands, which tells of the
    rules that only a booking moves; `recorded` is the number of the last mark that it knows of.
    """

    rules: RuleSet
    floors: Floors
    digits: int
    ledger_version: int
    status: Status
    worst: dict[str, float]
    checks: dict[str, Check]
    broken: dict[str, Breach] = field(default_factory=dict)
    recorded: int = 0

    def is_of_day(self, time: datetime) -> bool:
        """Whether its floors are those of the trading day of an instant."""
        return bool(trading_day(time, self.rules.reset) <= self.floors.day)

    def see(self, balance: Decimal, equity: Decimal, time: datetime) -> list[Breach]:
        """Take an instant in; the rules that it breaks and nobody knew of."""
        day = trading_day(time, self.rules.reset)
        if day < self.floors.day:
            return []
        now = (self._counted(balance), self._counted(equity))
        self.floors = floors_after(self.rules, self.floors, day, *now)
        self.worst = {
            rule: max(self.worst[rule], self.used(limit, floor)) for rule, limit, floor, _ in self.losses()
        }
        found = [
            self._breach(rule, floor, reference, time)
            for rule, _, floor, reference in self.losses()
            if now[1] < floor and rule not in self.broken
        ]
        self.broken |= {breach.rule: breach for breach in found}
        return found

    @property
    def is_over(self) -> bool:
        """Whether a rule is broken."""
        return bool(self.broken) or self.status is Status.BREACHED

    @property
    def headroom(self) -> Decimal | None:
        """Money until the nearest floor; None where no rule has one, or one is broken."""
        left = [self.rounded(self.floors.equity - floor) for _, _, floor, _ in self.losses()]
        return None if self.is_over else min(left, default=None)

    def losses(self) -> list[tuple[str, float, float, float]]:
        """Rule, limit, floor and what that is counted from."""
        initial, floors = self.rules.initial_balance, self.floors
        daily, whole = self.rules.daily_loss, self.rules.max_loss
        found = []
        if daily is not None:
            found.append((DAILY_LOSS, float(daily.money(initial)), floors.daily, floors.daily_reference))
        if whole is not None:
            found.append((MAX_LOSS, float(whole.money(initial)), floors.whole, floors.whole_reference))
        return found

    def used(self, limit: float, floor: float) -> float:
        """How much of a limit is used by now."""
        return round(max(limit - (self.floors.equity - floor), 0.0), self.digits)

    def _breach(self, rule: str, floor: float, reference: float, time: datetime) -> Breach:
        value, limit, counted = (self.rounded(one) for one in (self.floors.equity, floor, reference))
        name, digest = self.rules.name, self.rules.digest
        return Breach(name, digest, rule, time, value, limit, counted, self.ledger_version)

    def _counted(self, amount: Decimal) -> float:
        return round(float(amount) + self.floors.shift, self.digits)

    def rounded(self, amount: float) -> Decimal:
        """An amount in the currency's digits."""
        return round_money(Decimal(repr(amount)), self.digits)


def live_rules(standing: Standing, shift: float) -> LiveRules | None:
    """The rules of a standing, ready for the next quote; None where nothing was ever booked."""
    floors = floors_now(standing.rules, standing.history, shift)
    if floors is None:
        return None
    account = standing.account
    known = {breach.rule: breach for breach in reversed(standing.breaches)}
    checks = {one.rule: one for one in standing.evaluation.checks}
    return LiveRules(
        standing.rules,
        floors,
        account.currency_digits,
        account.ledger_version,
        standing.status,
        worst={rule: checks[rule].worst for rule in (DAILY_LOSS, MAX_LOSS) if rule in checks},
        checks=checks,
        broken=known,
    )
