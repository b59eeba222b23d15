"""Rules held against histories: published examples, and days of 23 and 25 hours."""

from __future__ import annotations

import numpy as np
import pytest

from services.calc.equity import Booked, Snapshots, Track, track_of
from services.prop_firm.check import Status
from services.prop_firm.evaluation import evaluate
from services.prop_firm.floors import floors_now
from services.prop_firm.history import History, trading_days
from services.prop_firm.rules import Reset
from tests.prop_firm.making import NO_TIMES, NO_VOLUMES, NOTHING, check, held, history, rule_set, track

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
    assert floors_now(rules, history(empty, rules), 0.0) is None


def test_balances_are_the_ledgers_whatever_was_recorded_when() -> None:
    """A trade that closes between the last snapshot and the reset belongs to the day that ends there."""
    rules = rule_set(
        daily_loss={"amount": 1_000},
        max_loss={"amount": 5_000, "trail": "end_of_day"},
        profit_target={"amount": 2_500},
        minimum_days={"count": 1, "counted": "result", "least": 2_000},
    )
    times = [
        np.datetime64(one, "us")
        for one in ("2026-01-05T10:00", "2026-01-05T22:59:59", "2026-01-06T09:00", "2026-01-06T09:00:02")
    ]
    moved = np.array([200_000.0, 2_000.0, 600.0, -300.0])
    booked = Booked(0.0, np.array(times), np.cumsum(moved), np.array([200_000.0, 0, 0, 0]))
    taken = np.array(["2026-01-05T22:59:50", "2026-01-06T08:00", "2026-01-06T09:30"], dtype="M8[us]")
    equity = np.array([201_900.0, 201_100.0, 202_300.0])
    found = track_of(booked, 0.0, Snapshots(taken, np.array([200_000.0, 202_000.0, 202_300.0]), equity))
    history_ = History.of(found, booked, rules, 2)
    answer = evaluate(rules, history_, NOTHING, NO_TIMES, NO_VOLUMES)
    assert [(day.reference, day.result) for day in answer.days] == [(200_000, 2_000), (202_000, 300)]
    assert check(answer, "daily_loss").headroom == 1_300, "from 202,000"
    assert check(answer, "max_loss").headroom == 5_300, "the day ended at 202,000"
    assert check(answer, "minimum_days").status is Status.REACHED
    target = check(answer, "profit_target")
    assert (target.status, target.used, target.worst) == (Status.REACHED, 2_300, 2_600)
    assert target.evidence is not None
    assert target.evidence.time == times[2], "by a balance that no snapshot has"
    untouched = Booked(200_000.0, NO_TIMES, NO_VOLUMES, NO_VOLUMES)
    still = track_of(untouched, 200_000.0, Snapshots(taken, equity, equity))
    assert (
        len(evaluate(rules, History.of(still, untouched, rules, 2), NOTHING, NO_TIMES, NO_VOLUMES).days) == 2
    )
