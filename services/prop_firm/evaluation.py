"""Rules held against a history, all of a set together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.prop_firm.check import (
    CONSISTENCY,
    DAILY_LOSS,
    MAX_LOSS,
    MINIMUM_DAYS,
    TARGET,
    Check,
    Day,
    Status,
)
from services.prop_firm.floors import daily_floors, loss_floors
from services.prop_firm.rule_checks import (
    consistency_check,
    days_check,
    loss_check,
    lots_check,
    target_check,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from services.calc.trade_kernel import TradeArrays
    from services.prop_firm.history import History
    from services.prop_firm.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A rule set held against a history; `on_equity` is the share of its points that are equity."""

    rules: RuleSet
    checks: tuple[Check, ...]
    days: tuple[Day, ...]
    on_equity: float

    @property
    def status(self) -> Status:
        """Of the whole: breached for good, reached when every demand is met, else open."""
        found = {check.rule: check.status for check in self.checks}
        if Status.BREACHED in found.values():
            return Status.BREACHED
        demands = [found[name] for name in (TARGET, MINIMUM_DAYS, CONSISTENCY) if name in found]
        met = all(status in (Status.REACHED, Status.FINE) for status in demands)
        return Status.REACHED if demands and met else Status.OPEN

    @property
    def headroom(self) -> float:
        """Money until the nearest floor; NaN where no rule has one."""
        known = [check.headroom for check in self.checks if check.headroom == check.headroom]
        return min(known, default=float("nan"))


def evaluate(
    rules: RuleSet,
    history: History,
    trades: TradeArrays,
    opened: NDArray[np.datetime64],
    volumes: NDArray[np.float64],
) -> Evaluation:
    """All rules of a set; *opened* and *volumes* are the positions that are open now."""
    days = _days(rules, history)
    checks = list(_checks(rules, history, trades, days))
    if rules.max_lots is not None:
        checks.append(lots_check(float(rules.max_lots), trades, opened, volumes))
    share = float(history.is_equity.mean()) if history.time.size else 0.0
    return Evaluation(rules, tuple(checks), days, share)


def _checks(rules: RuleSet, history: History, trades: TradeArrays, days: tuple[Day, ...]) -> Iterator[Check]:
    initial = rules.initial_balance
    if rules.daily_loss is not None:
        floors = daily_floors(rules.daily_loss, rules, history)
        yield loss_check(DAILY_LOSS, float(rules.daily_loss.money(initial)), history, *floors)
    if rules.max_loss is not None:
        floors = loss_floors(rules.max_loss, rules, history)
        yield loss_check(MAX_LOSS, float(rules.max_loss.money(initial)), history, *floors)
    if rules.profit_target is not None:
        yield target_check(float(rules.profit_target.money(initial)), history)
    if rules.minimum_days is not None:
        yield days_check(rules.minimum_days, rules.reset, trades, days)
    if rules.consistency is not None:
        yield consistency_check(float(rules.consistency), days)


def _days(rules: RuleSet, history: History) -> tuple[Day, ...]:
    if not history.time.size:
        return ()
    starts, opens = history.starts, history.opens
    lowest = np.minimum.reduceat(history.equity, starts)
    references = (
        opens if rules.daily_loss is None else daily_floors(rules.daily_loss, rules, history)[1][starts]
    )
    results = np.round(history.closes - opens, 8)
    rows = zip(history.day[starts], references.tolist(), lowest.tolist(), results.tolist(), strict=True)
    return tuple(Day(*row) for row in rows)
