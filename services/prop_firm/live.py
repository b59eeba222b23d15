"""A rule set while prices move: what is left until each floor, and the first quote beyond one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.calc.money import round_money
from services.prop_firm.breach import Breach, lots_text
from services.prop_firm.check import DAILY_LOSS, LABELS, MAX_LOSS, MAX_LOTS, TARGET, WARNED, Status
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
    `worst` is the most that was ever used, by rule; `lots` is where that version stands with the lots at
    once, which only a booking moves; `recorded` is the number of the last mark that it knows of.
    """

    rules: RuleSet
    floors: Floors
    digits: int
    ledger_version: int
    status: Status
    worst: dict[str, float]
    broken: dict[str, Breach] = field(default_factory=dict)
    lots: Check | None = None
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
            rule: max(self.worst[rule], self._used(limit, floor)) for rule, limit, floor, _ in self._losses()
        }
        found = [
            self._breach(rule, floor, reference, time)
            for rule, _, floor, reference in self._losses()
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
        left = [self._rounded(self.floors.equity - floor) for _, _, floor, _ in self._losses()]
        return None if self.is_over else min(left, default=None)

    def document(self) -> dict[str, Any]:
        """Where it stands as plain data, money as text."""
        rules, headroom = [self._loss(*one) for one in self._losses()], self.headroom
        if self.rules.profit_target is not None:
            rules.append(self._target(float(self.rules.profit_target.money(self.rules.initial_balance))))
        if self.lots is not None:
            rules.append(self._lots(self.lots))
        return {
            "name": self.rules.name,
            "label": self.rules.label,
            "status": (Status.BREACHED if self.is_over else self._status(rules)).value,
            "headroom": None if headroom is None else f"{headroom:f}",
            "rules": rules,
        }

    def _status(self, rules: list[dict[str, Any]]) -> Status:
        if any(one["status"] == Status.CLOSE for one in rules):
            return Status.CLOSE
        return Status.OPEN if self.status is Status.CLOSE else self.status

    def _losses(self) -> list[tuple[str, float, float, float]]:
        """Rule, limit, floor and what that is counted from."""
        initial, floors = self.rules.initial_balance, self.floors
        daily, whole = self.rules.daily_loss, self.rules.max_loss
        found = []
        if daily is not None:
            found.append((DAILY_LOSS, float(daily.money(initial)), floors.daily, floors.daily_reference))
        if whole is not None:
            found.append((MAX_LOSS, float(whole.money(initial)), floors.whole, floors.whole_reference))
        return found

    def _used(self, limit: float, floor: float) -> float:
        return round(max(limit - (self.floors.equity - floor), 0.0), self.digits)

    def _loss(self, rule: str, limit: float, floor: float, _reference: float) -> dict[str, Any]:
        used = self._used(limit, floor)
        status = Status.CLOSE if used >= WARNED * limit else Status.FINE
        room, worst = self.floors.equity - floor, self.worst[rule]
        amounts = {"limit": limit, "used": used, "worst": worst, "headroom": room, "floor": floor}
        return self._line(rule, Status.BREACHED if rule in self.broken else status, amounts)

    def _target(self, limit: float) -> dict[str, Any]:
        made = self.floors.balance - float(self.rules.initial_balance)
        status = Status.REACHED if made >= limit else Status.OPEN
        return self._line(TARGET, status, {"limit": limit, "used": made})

    def _lots(self, check: Check) -> dict[str, Any]:
        status = Status.BREACHED if MAX_LOTS in self.broken else check.status
        lots = {name: lots_text(getattr(check, name)) for name in ("limit", "used")}
        return {"rule": MAX_LOTS, "label": LABELS[MAX_LOTS], "status": status.value, **lots}

    def _line(self, rule: str, status: Status, amounts: dict[str, float]) -> dict[str, Any]:
        money = {name: f"{self._rounded(value):f}" for name, value in amounts.items()}
        return {"rule": rule, "label": LABELS[rule], "status": status.value, **money}

    def _breach(self, rule: str, floor: float, reference: float, time: datetime) -> Breach:
        value, limit, counted = (self._rounded(one) for one in (self.floors.equity, floor, reference))
        name, digest = self.rules.name, self.rules.digest
        return Breach(name, digest, rule, time, value, limit, counted, self.ledger_version)

    def _counted(self, amount: Decimal) -> float:
        return round(float(amount) + self.floors.shift, self.digits)

    def _rounded(self, amount: float) -> Decimal:
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
        broken=known,
        lots=checks.get(MAX_LOTS),
    )
