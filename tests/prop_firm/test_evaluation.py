"""Rules held against histories: published examples, days of 23 and 25 hours, and laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.equity import Track, flow_neutral_index
from services.calc.trade_kernel import TradeArrays
from services.prop_firm.evaluation import Check, Evaluation, Status, evaluate, floors_now
from services.prop_firm.history import History, open_lots, trading_days
from services.prop_firm.rules import Reset, RuleSet, rule_set_of

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


def held(rules: RuleSet, found: Track, trades: TradeArrays = NOTHING) -> Evaluation:
    return evaluate(rules, History.of(found, rules, 2), trades, NO_TIMES, NO_VOLUMES)


def check(found: Evaluation, rule: str) -> Check:
    return next(item for item in found.checks if item.rule == rule)


DAILY = rule_set(daily_loss={"fraction": 0.05})


def test_what_was_won_yesterday_may_be_lost_today_too() -> None:
    """200,000 with a daily limit of 10,000: after a day of +2,000 equity may fall to 192,000, not below."""
    path = [("2026-01-05T10:00", 200_000, 200_000), ("2026-01-05T15:00", 202_000, 202_000)]
    fine = held(DAILY, track(*path, ("2026-01-06T11:00", 202_000, 192_000)))
    assert check(fine, "daily_loss").status is Status.CLOSE
    assert check(fine, "daily_loss").headroom == 0
    found = check(held(DAILY, track(*path, ("2026-01-06T11:00", 202_000, 191_999.99))), "daily_loss")
    assert found.status is Status.BREACHED
    assert found.evidence is not None
    assert (found.evidence.floor, found.evidence.reference) == (192_000, 202_000)
    assert found.evidence.time == np.datetime64("2026-01-06T11:00")


def test_what_was_lost_yesterday_does_not_count_today() -> None:
    points = [
        ("2026-01-05T10:00", 200_000, 200_000),
        ("2026-01-05T15:00", 191_000, 191_000),
        ("2026-01-06T11:00", 191_000, 182_000),
    ]
    assert check(held(DAILY, track(*points)), "daily_loss").status is Status.CLOSE


def test_a_floating_loss_breaches_although_it_closes_in_profit() -> None:
    points = [
        ("2026-01-05T10:00", 200_000, 200_000),
        ("2026-01-05T11:00", 200_000, 189_000),
        ("2026-01-05T12:00", 200_050, 200_050),
    ]
    found = held(DAILY, track(*points))
    assert found.status is Status.BREACHED
    assert check(found, "daily_loss").worst == 11_000
    assert check(found, "daily_loss").used == 0, "nothing of it is left, and the breach stays"


def test_equity_or_the_higher_of_both_may_be_what_a_day_is_counted_from() -> None:
    points = [("2026-01-05T22:30", 200_000, 206_000), ("2026-01-06T11:00", 200_000, 195_500)]
    for counted_from, status in (
        ("balance", Status.FINE),
        ("equity", Status.BREACHED),
        ("higher", Status.BREACHED),
    ):
        rules = rule_set(daily_loss={"fraction": 0.05, "counted_from": counted_from})
        assert check(held(rules, track(*points)), "daily_loss").status is status


@pytest.mark.parametrize(
    ("local", "reset"),
    [
        ("2026-03-29", "2026-03-28T23:00"),
        ("2026-03-30", "2026-03-29T22:00"),
        ("2026-10-25", "2026-10-24T22:00"),
        ("2026-10-26", "2026-10-25T23:00"),
    ],
)
def test_days_begin_at_midnight_in_prague_when_clocks_change_too(local: str, reset: str) -> None:
    instant = np.datetime64(reset, "us")
    around = np.array([instant - 1, instant])
    days = trading_days(around, Reset(zone="Europe/Prague"))
    assert days.tolist() == [(np.datetime64(local) - 1).item(), np.datetime64(local).item()]


def test_a_session_begins_in_the_afternoon_where_its_exchange_says_so() -> None:
    chicago = Reset.model_validate({"at": "16:00", "zone": "America/Chicago"})
    times = np.array(
        ["2026-03-06T21:59", "2026-03-06T22:00", "2026-03-09T20:59", "2026-03-09T21:00"], dtype="M8[us]"
    )
    assert trading_days(times, chicago).astype(str).tolist() == [
        "2026-03-05",
        "2026-03-06",
        "2026-03-08",
        "2026-03-09",
    ]


def test_a_static_floor_never_moves() -> None:
    rules = rule_set(max_loss={"fraction": 0.10})
    points = [("2026-01-05T10:00", 230_000, 230_000), ("2026-01-06T10:00", 230_000, 180_000)]
    found = track(*points)
    assert check(held(rules, found), "max_loss").status is Status.CLOSE
    assert check(held(rules, found), "max_loss").headroom == 0


def test_a_trailing_floor_follows_the_peak_of_equity_until_it_locks() -> None:
    rules = rule_set(max_loss={"amount": 8_000, "trail": "trailing", "locks_at": 200_000})
    points = [
        ("2026-01-05T10:00", 200_000, 203_000),
        ("2026-01-05T11:00", 200_000, 195_000),
        ("2026-01-06T11:00", 215_000, 215_000),
        ("2026-01-07T11:00", 215_000, 200_000),
    ]
    found = check(held(rules, track(*points)), "max_loss")
    assert found.status is Status.CLOSE
    assert found.headroom == 0
    lower = [*points[:3], ("2026-01-07T11:00", 215_000, 199_999.99)]
    assert check(held(rules, track(*lower)), "max_loss").status is Status.BREACHED


def test_an_end_of_day_floor_moves_with_closed_days_only() -> None:
    rules = rule_set(max_loss={"amount": 4_000, "trail": "end_of_day"})
    points = [
        ("2026-01-05T10:00", 200_000, 209_000),
        ("2026-01-05T15:00", 203_000, 203_000),
        ("2026-01-05T16:00", 203_000, 197_000),
        ("2026-01-06T09:00", 203_000, 199_500),
    ]
    found = check(held(rules, track(*points)), "max_loss")
    assert found.status is Status.CLOSE, "197,000 is above 196,000, and the next day's floor is 199,000"
    assert found.headroom == 500


def test_a_payout_is_no_loss_and_a_deposit_no_profit() -> None:
    rules = rule_set(
        daily_loss={"fraction": 0.05}, max_loss={"fraction": 0.1}, profit_target={"fraction": 0.1}
    )
    points = [
        ("2026-01-05T10:00", 200_000, 200_000),
        ("2026-01-05T15:00", 215_000, 215_000),
        ("2026-01-06T10:00", 165_000, 165_000),
        ("2026-01-07T10:00", 365_000, 365_000),
    ]
    found = held(rules, track(*points, flows={2: -50_000, 3: 200_000}))
    assert check(found, "daily_loss").status is Status.FINE
    assert check(found, "max_loss").status is Status.FINE
    assert check(found, "profit_target").used == 15_000


def test_a_target_is_reached_on_the_balance_not_by_what_floats() -> None:
    rules = rule_set(profit_target={"fraction": 0.10})
    floating = [("2026-01-05T10:00", 200_000, 225_000)]
    assert held(rules, track(*floating)).status is Status.OPEN
    closed = [*floating, ("2026-01-05T12:00", 220_000, 220_000)]
    assert held(rules, track(*closed)).status is Status.REACHED


def test_consistency_is_the_best_days_share_of_the_profit() -> None:
    rules = rule_set(profit_target={"amount": 4_000}, consistency=0.5)
    points = [("2026-01-05T10:00", 203_000, 203_000), ("2026-01-06T10:00", 205_000, 205_000)]
    found = check(held(rules, track(*points)), "consistency")
    assert (found.used, found.status) == (0.6, Status.OPEN)
    assert held(rules, track(*points)).status is Status.OPEN
    more = [*points, ("2026-01-07T10:00", 206_000, 206_000)]
    assert held(rules, track(*more)).status is Status.REACHED


def trade(entry: str, exit_: str, volume: float) -> dict[str, Any]:
    return {"entry": np.datetime64(entry, "us"), "exit": np.datetime64(exit_, "us"), "volume": volume}


def arrays(*found: dict[str, Any]) -> TradeArrays:
    ordered = sorted(found, key=lambda item: item["exit"])
    zeros = np.zeros(len(ordered))
    return TradeArrays(
        zeros,
        zeros.astype(bool),
        np.array([item["volume"] for item in ordered]),
        zeros,
        zeros,
        zeros,
        np.array([item["entry"] for item in ordered], dtype="datetime64[us]"),
        np.array([item["exit"] for item in ordered], dtype="datetime64[us]"),
    )


def test_lots_are_those_open_at_once() -> None:
    rules = rule_set(max_lots=5)
    touching = arrays(
        trade("2026-01-05T10:00", "2026-01-05T11:00", 5), trade("2026-01-05T11:00", "2026-01-05T12:00", 5)
    )
    found = track(("2026-01-05T12:00", 200_000, 200_000))
    assert check(held(rules, found, touching), "max_lots").status is Status.FINE
    apart = arrays(
        trade("2026-01-05T10:00", "2026-01-05T11:00", 5), trade("2026-01-05T10:59", "2026-01-05T12:00", 0.1)
    )
    beyond = check(held(rules, found, apart), "max_lots")
    assert beyond.status is Status.BREACHED
    assert beyond.evidence is not None
    assert beyond.evidence.value == 5.1
    _, lots = open_lots(NOTHING, np.array(["2026-01-05"], dtype="M8[us]"), np.array([2.0]))
    assert lots.max() == 2


def test_days_with_an_entry_are_counted_on_the_clock_of_the_rules() -> None:
    rules = rule_set(minimum_days={"count": 2})
    late = arrays(
        trade("2026-01-05T22:30", "2026-01-05T22:40", 1), trade("2026-01-05T23:30", "2026-01-05T23:40", 1)
    )
    found = track(("2026-01-06T12:00", 200_000, 200_000))
    assert check(held(rules, found, late), "minimum_days").status is Status.REACHED


def test_an_account_without_any_history_breaches_nothing() -> None:
    rules = rule_set(
        daily_loss={"amount": 1},
        max_loss={"amount": 1, "trail": "end_of_day"},
        profit_target={"amount": 1},
        minimum_days={"count": 1},
        consistency=0.5,
        max_lots=1,
    )
    empty = Track(0.0, NO_TIMES, NO_VOLUMES, NO_VOLUMES, NO_VOLUMES, NO_VOLUMES, np.zeros(0, dtype=bool))
    found = held(rules, empty)
    assert found.status is Status.OPEN
    assert found.days == ()
    assert floors_now(rules, History.of(empty, rules, 2), 0.0) is None


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


def test_the_results_of_days_add_up_to_the_whole() -> None:
    found = held(ALL, walk([100.5, -20.25, 3.0, 800.0, -5.75, 12.5, 9.0, 1.0]))
    assert sum(Decimal(str(day.result)) for day in found.days) == Decimal("900.00")
