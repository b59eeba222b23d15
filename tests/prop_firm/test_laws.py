"""Laws of all rules: a breach stays, deposits do not matter, days add up."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.server_zone import server_zone
from services.prop_firm.check import Status
from services.prop_firm.evaluation import evaluate
from services.prop_firm.floors import floors_after, floors_now
from services.prop_firm.history import resets, trading_days
from services.prop_firm.rules import Reset
from tests.prop_firm.making import NO_TIMES, NO_VOLUMES, NOTHING, held, history, rule_set, track

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
    found_history = history(walk(moves), ALL)
    floors = floors_now(ALL, found_history, 0.0)
    assert floors is not None
    found = evaluate(ALL, found_history, NOTHING, NO_TIMES, NO_VOLUMES)
    nearest = found_history.equity[-1] - max(floors.daily, floors.whole)
    assert found.headroom == pytest.approx(nearest)


RULES = [
    rule_set(
        daily_loss={"fraction": 0.01, "counted_from": counted},
        max_loss={"fraction": 0.02, "trail": trail} | ({} if trail == "static" else {"locks_at": 200_500}),
    )
    for counted, trail in (("balance", "end_of_day"), ("equity", "static"), ("higher", "trailing"))
]


@given(steps, st.sampled_from(RULES))
def test_floors_carried_on_are_those_of_the_longer_history(moves: list[float], rules: RuleSet) -> None:
    whole = history(walk([0.0, *moves]), rules)
    floors = floors_now(rules, history(walk([0.0]), rules), 0.0)
    for row in range(1, len(moves) + 1):
        assert floors is not None
        now = float(whole.balance[row]), float(whole.equity[row])
        floors = floors_after(rules, floors, whole.day[row], *now)
    assert floors == floors_now(rules, whole, 0.0)


def test_the_results_of_days_add_up_to_the_whole() -> None:
    found = held(ALL, walk([100.5, -20.25, 3.0, 800.0, -5.75, 12.5, 9.0, 1.0]))
    assert sum(Decimal(str(day.result)) for day in found.days) == Decimal("900.00")


@given(
    st.sampled_from(("Europe/Prague", "America/Chicago", "Australia/Lord_Howe", "NY+7", "UTC")),
    st.times().map(lambda at: at.replace(microsecond=0, fold=0)),
    st.sampled_from(("2026-03-28", "2026-10-24", "2026-11-01", "2026-04-04")),
)
def test_trading_days_follow_each_other_when_clocks_change_too(zone: str, at: time, around: str) -> None:
    reset = Reset(at=at, zone=zone)
    times = np.datetime64(around, "us") + np.arange(4 * 24 * 6) * np.timedelta64(10, "m")
    days = trading_days(times, reset)
    assert set(np.diff(days).astype(int).tolist()) == {0, 1}
    begun = resets(np.unique(days)[1:], reset)
    assert np.array_equal(np.flatnonzero(np.diff(days)) + 1, np.searchsorted(times, begun))
    local = server_zone(zone).local_times(begun)
    off = np.abs(local.astype("M8[s]") - np.unique(days)[1:] - np.timedelta64(at.hour * 60 + at.minute, "m"))
    assert off.max() <= np.timedelta64(3_660, "s"), "but for the hour that clocks skip"
