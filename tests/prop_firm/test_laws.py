"""Laws of all rules: a breach stays, deposits do not matter, days add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.prop_firm.check import Status
from services.prop_firm.evaluation import evaluate
from services.prop_firm.floors import floors_after, floors_now
from services.prop_firm.history import History
from tests.prop_firm.making import NO_TIMES, NO_VOLUMES, NOTHING, held, rule_set, track

if TYPE_CHECKING:
    from services.calc.equity import Track
    from services.prop_firm.rules import RuleSet

steps = st.lists(st.floats(-3_000, 3_000).map(lambda x: round(x, 2)), min_size=1, max_size=60)
ALL = rule_set(
    daily_loss={"fraction": 0.01, "counted_from": "higher"},
    max_loss={"fraction": 0.02, "trail": "trailing"},
)


def walk(moves: list[float], *, hours: int = 7, shift: float = 0.0) -> Track:
    equity = 200_000 + np.cumsum(moves)
    start = datetime(2026, 3, 27, tzinfo=UTC).replace(tzinfo=None)
    points = [
        (str((start + timedelta(hours=hours * row)).isoformat()), float(value + shift), float(value + shift))
        for row, value in enumerate(equity)
    ]
    return track(*points, flows={0: 200_000 + shift})


@given(steps)
def test_a_breach_stays_whatever_comes_after(moves: list[float]) -> None:
    rows = [row for row in range(1, len(moves) + 1) if held(ALL, walk(moves[:row])).status is Status.BREACHED]
    assert rows == list(range(rows[0], len(moves) + 1)) if rows else True
    if rows:
        first = next(item for item in held(ALL, walk(moves)).checks if item.evidence)
        again = next(item for item in held(ALL, walk(moves[: rows[0]])).checks if item.evidence)
        assert min(first.evidence.time, again.evidence.time) == again.evidence.time  # type: ignore[union-attr]


@given(steps, st.integers(-100_000, 900_000))
def test_how_much_was_paid_in_does_not_matter(moves: list[float], more: int) -> None:
    one, other = held(ALL, walk(moves)), held(ALL, walk(moves, shift=float(more)))
    assert [item.status for item in one.checks] == [item.status for item in other.checks]
    ours, theirs = ([item.worst for item in found.checks] for found in (one, other))
    assert ours == pytest.approx(theirs, abs=0.02)


@given(steps)
def test_the_floors_of_the_next_quote_are_those_of_the_last_instant(moves: list[float]) -> None:
    history = History.of(walk(moves), ALL, 2)
    floors = floors_now(ALL, history, 0.0)
    assert floors is not None
    found = evaluate(ALL, history, NOTHING, NO_TIMES, NO_VOLUMES)
    nearest = history.equity[-1] - max(floors.daily, floors.whole)
    assert found.headroom == pytest.approx(nearest)


RULES = [
    rule_set(
        daily_loss={"fraction": 0.01, "counted_from": counted},
        max_loss={"fraction": 0.02, "trail": trail, "locks_at": 200_500},
    )
    for counted, trail in (("balance", "end_of_day"), ("equity", "static"), ("higher", "trailing"))
]


@given(steps, st.sampled_from(RULES))
def test_floors_carried_on_are_those_of_the_longer_history(moves: list[float], rules: RuleSet) -> None:
    whole = History.of(walk([0.0, *moves]), rules, 2)
    floors = floors_now(rules, History.of(walk([0.0]), rules, 2), 0.0)
    for row in range(1, len(moves) + 1):
        assert floors is not None
        now = float(whole.balance[row]), float(whole.equity[row])
        floors = floors_after(rules, floors, whole.day[row], *now)
    assert floors == floors_now(rules, whole, 0.0)


def test_the_results_of_days_add_up_to_the_whole() -> None:
    found = held(ALL, walk([100.5, -20.25, 3.0, 800.0, -5.75, 12.5, 9.0, 1.0]))
    assert sum(Decimal(str(day.result)) for day in found.days) == Decimal("900.00")
