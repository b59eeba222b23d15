"""Rule sets, and tracks to hold them against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.equity import Booked, Track, flow_neutral_index
from services.calc.trade_kernel import TradeArrays
from services.prop_firm.evaluation import Evaluation, evaluate
from services.prop_firm.history import History
from services.prop_firm.rules import RuleSet, rule_set_of

if TYPE_CHECKING:
    from services.prop_firm.check import Check

PHASE = "two-step-100k-phase-1"
OWN = """
name: mine
label: My own
currency: USD
initial_balance: 5000
reset: {at: "00:00", zone: Europe/Prague}
max_loss: {fraction: 0.2, trail: trailing}
"""
PRAGUE = {"at": "00:00", "zone": "Europe/Prague"}
NOTHING = TradeArrays.of(())
NO_TIMES, NO_VOLUMES = np.zeros(0, dtype="datetime64[us]"), np.zeros(0)


def rule_set(**parts: Any) -> RuleSet:
    base = {"name": "set", "label": "Set", "currency": "USD", "initial_balance": 200_000, "reset": PRAGUE}
    return rule_set_of(base | parts)


def track(*points: tuple[str, float, float], flows: dict[int, float] | None = None) -> Track:
    """Points of local Prague time, balance and equity; the first one has its deposit behind it."""
    time = np.array([np.datetime64(local) for local, _, _ in points], dtype="datetime64[us]")
    balance, value = (np.array([point[place] for point in points]) for place in (1, 2))
    flow = np.zeros(len(points))
    flow[0] = 200_000
    for row, amount in (flows or {}).items():
        flow[row] = amount
    before = np.concatenate(([0.0], value[:-1]))
    index = flow_neutral_index(before + flow, value)
    return Track(0.0, time, balance, value, flow, index, np.ones(len(points), dtype=bool))


def history(found: Track, rules: RuleSet) -> History:
    """The history of a track whose deals came with its points."""
    return History.of(found, Booked(found.opening, found.time, found.balance, found.flow), rules, 2)


def held(rules: RuleSet, found: Track, trades: TradeArrays = NOTHING) -> Evaluation:
    return evaluate(rules, history(found, rules), trades, NO_TIMES, NO_VOLUMES)


def check(found: Evaluation, rule: str) -> Check:
    return next(item for item in found.checks if item.rule == rule)
