"""Excursions: prices become money by what the trade itself earned; what is not covered is not invented."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.excursion import LONGEST_GAP, excursion, in_r

LONG, SHORT = True, False


@dataclass(frozen=True)
class Seen:
    """A trade as a test describes it."""

    is_long: bool
    entry: float
    exit: float
    profit: float
    stop: float | None = None
    low: float | None = None
    high: float | None = None
    gap: float | None = 1.0


def test_a_long_trade_is_seen_through_its_bids() -> None:
    found = excursion(Seen(LONG, 100.0, 110.0, 50.0, stop=96.0, low=98.0, high=114.0))
    assert found == pytest.approx((-10.0, 70.0, 20.0))
    assert in_r(50.0, found.risk) == pytest.approx(2.5)


def test_a_short_trade_is_seen_through_its_asks() -> None:
    found = excursion(Seen(SHORT, 100.0, 90.0, 50.0, stop=104.0, low=88.0, high=103.0))
    assert found == pytest.approx((-15.0, 60.0, 20.0))


def test_a_loss_has_the_same_worth_of_a_price() -> None:
    assert excursion(Seen(LONG, 100.0, 90.0, -50.0, low=88.0, high=101.0)) == pytest.approx(
        (-60.0, 5.0, math.nan), nan_ok=True
    )


@pytest.mark.parametrize(
    "seen",
    [
        Seen(LONG, 100.0, 100.0, 0.0, stop=99.0, low=99.0, high=101.0),
        Seen(LONG, 100.0, 110.0, -5.0, stop=99.0, low=99.0, high=111.0),
        Seen(LONG, 100.0, 110.0, 5.0),
        Seen(LONG, 100.0, 110.0, 5.0, low=99.0, high=111.0, gap=LONGEST_GAP + 1),
        Seen(LONG, 100.0, 110.0, 5.0, low=99.0, high=111.0, gap=None),
    ],
)
def test_what_prices_do_not_tell_is_not_a_number(seen: Seen) -> None:
    found = excursion(seen)
    assert math.isnan(found.mae)
    assert math.isnan(found.mfe)
    assert math.isnan(found.risk)


def test_a_stop_in_profit_risks_nothing_that_r_could_be_counted_in() -> None:
    assert math.isnan(excursion(Seen(LONG, 100.0, 110.0, 5.0, stop=101.0)).risk)
    assert math.isnan(in_r(5.0, math.nan))
    assert math.isnan(in_r(5.0, 0.0))


PRICE = st.floats(1, 1000)


@given(st.booleans(), PRICE, PRICE, PRICE, PRICE, st.floats(0.01, 100))
def test_the_result_lies_between_worst_and_best(
    is_long: bool,
    entry: float,
    left: float,
    one: float,
    two: float,
    worth: float,
) -> None:
    profit = (left - entry) * (1 if is_long else -1) * worth
    found = excursion(Seen(is_long, entry, left, profit, low=min(one, two), high=max(one, two)))
    if not math.isnan(found.mae):
        assert found.mae <= min(profit, 0)
        assert found.mfe >= max(profit, 0)
