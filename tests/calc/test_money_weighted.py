"""The money-weighted return: one rate that explains every flow, or none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.money_weighted import money_weighted_return, simple_return
from services.metrics._examples import track

if TYPE_CHECKING:
    from services.calc.equity import Track


def rate(drawn: Track) -> float:
    return money_weighted_return(drawn, drawn.is_equity, drawn.time[0])


def test_without_flows_it_is_the_simple_return() -> None:
    drawn = track(100.0, 90.0, 121.0)
    assert rate(drawn) == pytest.approx(0.21)
    assert simple_return(drawn, drawn.is_equity) == pytest.approx(0.21)


def test_money_that_came_before_the_loss_weighs_more() -> None:
    late = track(100.0, 110.0, 210.0, 189.0, flow=(0.0, 0.0, 100.0, 0.0))
    growth = 1 + rate(late)
    assert 100 * growth + 100 * growth ** (1 / 3) == pytest.approx(189)
    assert late.index[-1] == pytest.approx(0.99)
    assert rate(late) < late.index[-1] - 1


def test_an_account_funded_by_its_first_deposit_starts_with_it() -> None:
    drawn = track(100.0, 110.0, flow=(100.0, 0.0))
    assert rate(drawn) == pytest.approx(0.1)
    assert simple_return(drawn, drawn.is_equity) == pytest.approx(0.1)


def test_many_flows_are_explained_too() -> None:
    source = np.random.default_rng(11)
    flow = np.where(source.random(300) < 0.1, source.normal(50, 200, 300), 0.0)
    flow[0] = 0.0
    value, values = 10_000.0, []
    for arrived in flow:
        value = (value + arrived) * (1 + source.normal(0.0004, 0.01))
        values.append(value)
    drawn = track(*values, flow=flow.tolist())
    growth = 1 + rate(drawn)
    left = np.arange(299, -1, -1) / 299
    assert drawn.opening * growth + (flow * growth**left).sum() == pytest.approx(values[-1], rel=1e-9)


@pytest.mark.parametrize(
    "drawn",
    [track(100.0), track(0.0, 0.0), track(100.0, 100.0, 0.0, flow=(0.0, -230.0, 132.0))],
    ids=["no time", "no capital", "21 % and 44 %"],
)
def test_is_undefined_without_one_rate(drawn: Track) -> None:
    assert math.isnan(rate(drawn))


def test_nothing_recorded_is_undefined() -> None:
    drawn, nothing = track(100.0, 110.0), np.zeros(2, dtype=bool)
    assert math.isnan(money_weighted_return(drawn, nothing, drawn.time[0]))
    assert math.isnan(simple_return(drawn, nothing))
    empty = track(0.0, 0.0)
    assert math.isnan(simple_return(empty, empty.is_equity))
