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


NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Floors:
    """What the next instant is held against: equity below `daily` or `whole` is a breach.

    Both are counted from their references; `balance` and `equity` are those of the last instant, `peak` the
    highest equity so far, `shift` turns the account's own equity into that of the history.
    """

    day: np.datetime64
    daily: float
    whole: float
    peak: float
    shift: float
    daily_reference: float
    whole_reference: float
    balance: float
    equity: float


def daily_floors(rule: DailyLoss, rules: RuleSet, history: History) -> tuple[NDArray[np.float64], ...]:
    """At each instant the floor of its day, and what that is counted from: the state at the reset."""
    starts, balance = history.starts, history.opens
    equity = np.where(starts > 0, history.equity[np.maximum(starts - 1, 0)], history.initial)
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
        sizes = np.diff(np.append(history.starts, history.time.size))
        reference = np.repeat(np.maximum.accumulate(history.opens), sizes)
    floor = reference - float(rule.money(rules.initial_balance))
    if rule.locks_at is not None:
        floor = np.minimum(floor, float(rule.locks_at))
    return floor, reference


def floors_now(rules: RuleSet, history: History, shift: float) -> Floors | None:
    """What the next quote is held against, as of the last instant; None without one."""
    if not history.time.size:
        return None
    initial = history.initial
    daily, daily_reference, whole, whole_reference = NEVER, initial, NEVER, initial
    if rules.daily_loss is not None:
        daily, daily_reference = (float(one[-1]) for one in daily_floors(rules.daily_loss, rules, history))
    if rules.max_loss is not None:
        whole, whole_reference = (float(one[-1]) for one in loss_floors(rules.max_loss, rules, history))
    peak = max(float(history.equity.max()), initial)
    last = float(history.balance[-1]), float(history.equity[-1])
    return Floors(history.day[-1], daily, whole, peak, shift, daily_reference, whole_reference, *last)


def floors_after(rules: RuleSet, known: Floors, day: np.datetime64, balance: float, equity: float) -> Floors:
    """The floors of an instant on trading *day*, which must not be before the last one.

    The same as `floors_now` of a history with that instant at its end, without the history.
    """
    is_new, peak = bool(day > known.day), max(known.peak, equity)
    daily, whole = (known.daily, known.daily_reference), (known.whole, known.whole_reference)
    if rules.daily_loss is not None and is_new:
        reference = _at_reset(rules.daily_loss, known.balance, known.equity)
        daily = reference - float(rules.daily_loss.money(rules.initial_balance)), reference
    if rules.max_loss is not None:
        reference = _whole_reference(rules.max_loss, known, peak, is_new=is_new)
        whole = _lowered(rules.max_loss, rules, reference), reference
    return Floors(day, daily[0], whole[0], peak, known.shift, daily[1], whole[1], balance, equity)


def _at_reset(rule: DailyLoss, balance: float, equity: float) -> float:
    if rule.counted_from is Reference.HIGHER:
        return max(balance, equity)
    return balance if rule.counted_from is Reference.BALANCE else equity


def _whole_reference(rule: MaxLoss, known: Floors, peak: float, *, is_new: bool) -> float:
    if rule.trail is Trail.TRAILING:
        return peak
    if rule.trail is Trail.END_OF_DAY and is_new:
        return max(known.whole_reference, known.balance)
    return known.whole_reference


def _lowered(rule: MaxLoss, rules: RuleSet, reference: float) -> float:
    floor = reference - float(rule.money(rules.initial_balance))
    return floor if rule.locks_at is None else min(floor, float(rule.locks_at))
