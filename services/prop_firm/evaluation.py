"""Rules held against a history: each with its limit, what was used of it, and the first instant beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from services.prop_firm.history import open_lots, trading_days
from services.prop_firm.rules import Counted, Reference, Trail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from services.calc.trade_kernel import TradeArrays
    from services.prop_firm.history import History
    from services.prop_firm.rules import DailyLoss, MaxLoss, RuleSet

WARNED = 0.8  # of a limit
DAILY_LOSS, MAX_LOSS, TARGET = "daily_loss", "max_loss", "profit_target"
MINIMUM_DAYS, CONSISTENCY, MAX_LOTS = "minimum_days", "consistency", "max_lots"


class Status(StrEnum):
    """Where a rule stands; a breach stays one."""

    FINE = "fine"
    CLOSE = "close"
    BREACHED = "breached"
    REACHED = "reached"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first instant beyond a limit: what was there, what was allowed, and what the limit was made of."""

    time: np.datetime64
    value: float
    floor: float
    reference: float


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its limit, what is used of it (both in its own unit), and where it stands.

    `headroom` is the money until the limit now, NaN where a rule has none; `worst` the most ever used.
    """

    rule: str
    status: Status
    limit: float
    used: float
    worst: float
    headroom: float = float("nan")
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Floors:
    """What the next instant is held against: equity below either is a breach.

    `shift` turns the account's own equity into that of the history; `peak` is the highest one so far.
    """

    day: np.datetime64
    daily: float
    whole: float
    peak: float
    shift: float


@dataclass(frozen=True, slots=True)
class Day:
    """A trading day: what its loss is counted from, its lowest equity, and its result on the balance."""

    day: np.datetime64
    reference: float
    lowest: float
    result: float


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
        checks.append(_lots(float(rules.max_lots), trades, opened, volumes))
    share = float(history.is_equity.mean()) if history.time.size else 0.0
    return Evaluation(rules, tuple(checks), days, share)


def daily_floors(rule: DailyLoss, rules: RuleSet, history: History) -> tuple[NDArray[np.float64], ...]:
    """At each instant the floor of its day, and what that is counted from: the state at the reset."""
    starts, initial = history.starts, history.initial
    before = np.maximum(starts - 1, 0)
    balance = np.where(starts > 0, history.balance[before], initial)
    equity = np.where(starts > 0, history.equity[before], initial)
    made = {
        Reference.BALANCE: balance,
        Reference.EQUITY: equity,
        Reference.HIGHER: np.maximum(balance, equity),
    }
    reference = np.repeat(made[rule.counted_from], np.diff(np.append(starts, history.time.size)))
    return reference - float(rule.money(rules.initial_balance)), reference


def loss_floors(rule: MaxLoss, rules: RuleSet, history: History) -> tuple[NDArray[np.float64], ...]:
    """At each instant the floor of the whole loss, and what it is counted from."""
    initial = np.full(history.time.size, history.initial)
    if rule.trail is Trail.STATIC:
        reference = initial
    elif rule.trail is Trail.TRAILING:
        reference = np.maximum.accumulate(np.maximum(history.equity, initial))
    else:
        starts, sizes = history.starts, np.diff(np.append(history.starts, history.time.size))
        ends = history.balance[starts[1:] - 1]
        closed = np.maximum.accumulate(np.concatenate(([history.initial], ends)))[: starts.size]
        reference = np.repeat(closed, sizes)
    floor = reference - float(rule.money(rules.initial_balance))
    if rule.locks_at is not None:
        floor = np.minimum(floor, float(rule.locks_at))
    return floor, reference


def _checks(rules: RuleSet, history: History, trades: TradeArrays, days: tuple[Day, ...]) -> Iterator[Check]:
    initial = rules.initial_balance
    if rules.daily_loss is not None:
        floors = daily_floors(rules.daily_loss, rules, history)
        yield _loss(DAILY_LOSS, float(rules.daily_loss.money(initial)), history, *floors)
    if rules.max_loss is not None:
        floors = loss_floors(rules.max_loss, rules, history)
        yield _loss(MAX_LOSS, float(rules.max_loss.money(initial)), history, *floors)
    if rules.profit_target is not None:
        yield _target(float(rules.profit_target.money(initial)), history)
    if rules.minimum_days is not None:
        yield _minimum_days(rules, trades, days)
    if rules.consistency is not None:
        yield _consistency(float(rules.consistency), days)


def _loss(
    rule: str, limit: float, history: History, floor: NDArray[np.float64], reference: NDArray[np.float64]
) -> Check:
    """A floor below equity: what is used of the limit is how far equity is on the way down to it."""
    if not history.time.size:
        return Check(rule, Status.FINE, limit, 0.0, 0.0, limit)
    used = np.maximum(limit - (history.equity - floor), 0.0)
    below = np.flatnonzero(history.equity < floor)
    now, worst = float(used[-1]), float(used.max())
    headroom = float(history.equity[-1] - floor[-1])
    if below.size:
        at = int(below[0])
        evidence = Evidence(
            history.time[at], float(history.equity[at]), float(floor[at]), float(reference[at])
        )
        return Check(rule, Status.BREACHED, limit, now, worst, headroom, evidence)
    status = Status.CLOSE if now >= WARNED * limit else Status.FINE
    return Check(rule, status, limit, now, worst, headroom)


def _target(limit: float, history: History) -> Check:
    made = history.balance - history.initial
    reached = np.flatnonzero(made >= limit)
    now = float(made[-1]) if made.size else 0.0
    best = float(made.max()) if made.size else 0.0
    if not reached.size:
        return Check(TARGET, Status.OPEN, limit, now, best)
    at = int(reached[0])
    evidence = Evidence(
        history.time[at], float(history.balance[at]), history.initial + limit, history.initial
    )
    return Check(TARGET, Status.REACHED, limit, now, best, evidence=evidence)


def _minimum_days(rules: RuleSet, trades: TradeArrays, days: tuple[Day, ...]) -> Check:
    rule = rules.minimum_days
    assert rule is not None  # noqa: S101 - asked for only where there is one
    if rule.counted is Counted.ENTRY:
        known = trades.entry[~np.isnat(trades.entry)]
        count = np.unique(trading_days(known, rules.reset)).size
    else:
        count = sum(day.result > 0 and day.result >= float(rule.least) for day in days)
    status = Status.REACHED if count >= rule.count else Status.OPEN
    return Check(MINIMUM_DAYS, status, float(rule.count), float(count), float(count))


def _consistency(limit: float, days: tuple[Day, ...]) -> Check:
    """The best day's share of the whole profit; without a profit there is nothing to share."""
    total, best = sum(day.result for day in days), max((day.result for day in days), default=0.0)
    share = best / total if total > 0 else float("nan")
    status = Status.FINE if share <= limit else Status.OPEN
    return Check(CONSISTENCY, status, limit, share, share)


def _lots(
    limit: float, trades: TradeArrays, opened: NDArray[np.datetime64], volumes: NDArray[np.float64]
) -> Check:
    times, lots = open_lots(trades, opened, volumes)
    now, most = float(np.round(volumes.sum(), 8)), float(lots.max(initial=0.0))
    beyond = np.flatnonzero(lots > limit)
    if not beyond.size:
        return Check(MAX_LOTS, Status.FINE if now < limit else Status.CLOSE, limit, now, most)
    at = int(beyond[0])
    return Check(
        MAX_LOTS,
        Status.BREACHED,
        limit,
        now,
        most,
        evidence=Evidence(times[at], float(lots[at]), limit, limit),
    )


def _days(rules: RuleSet, history: History) -> tuple[Day, ...]:
    if not history.time.size:
        return ()
    starts = history.starts
    ends = np.append(starts[1:], history.time.size) - 1
    lowest = np.minimum.reduceat(history.equity, starts)
    before = np.concatenate(([history.initial], history.balance[ends][:-1]))
    references = (
        before if rules.daily_loss is None else daily_floors(rules.daily_loss, rules, history)[1][starts]
    )
    results = np.round(history.balance[ends] - before, 8)
    rows = zip(history.day[starts], references.tolist(), lowest.tolist(), results.tolist(), strict=True)
    return tuple(Day(*row) for row in rows)


def floors_now(rules: RuleSet, history: History, shift: float) -> Floors | None:
    """What the next quote is held against, as of the last instant; None without one."""
    if not history.time.size:
        return None
    never = float("-inf")
    daily = whole = never
    if rules.daily_loss is not None:
        daily = float(daily_floors(rules.daily_loss, rules, history)[0][-1])
    if rules.max_loss is not None:
        whole = float(loss_floors(rules.max_loss, rules, history)[0][-1])
    peak = max(float(history.equity.max()), history.initial)
    return Floors(history.day[-1], daily, whole, peak, shift)
