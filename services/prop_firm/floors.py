"""The equity that an account may not fall below: of a day, and at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.prop_firm.rules import Reference, Trail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.prop_firm.history import History
    from services.prop_firm.rules import DailyLoss, MaxLoss, RuleSet


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
