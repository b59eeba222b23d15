"""One account beside the others, those that stand out, and those that move together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from services.comparison.correlation import correlation
from services.comparison.relative import anomalies, relative
from tests.comparison.fields import field

RANDOM = np.random.default_rng(3)


def test_a_value_is_measured_by_the_others_alone() -> None:
    found = relative(10.0, np.array([1.0, 2.0, 3.0, math.nan]))
    assert (found.others, found.mean, found.median, found.std) == (3, 2.0, 2.0, 1.0)
    assert (found.excess, found.z_score, found.percentile_rank) == (8.0, 8.0, 100.0)


def test_equals_count_half() -> None:
    assert relative(2.0, np.array([1.0, 2.0, 2.0, 3.0])).percentile_rank == 50.0


@pytest.mark.parametrize(
    ("value", "others", "reason"),
    [
        (math.nan, [1.0, 2.0, 3.0], "undefined for this account"),
        (1.0, [2.0], "It takes 2 other accounts"),
        (1.0, [2.0, 2.0, 2.0], "do not differ"),
    ],
)
def test_what_cannot_be_said_has_a_reason(value: float, others: list[float], reason: str) -> None:
    found = relative(value, np.array(others))
    assert math.isnan(found.z_score)
    assert reason in found.reason


def test_the_one_that_stands_out_is_found_and_the_others_are_not() -> None:
    values = {"win_rate": {"a": 0.50, "b": 0.52, "c": 0.48, "d": 0.51, "odd": 0.99}}
    (found,) = anomalies(values, 5.0)
    assert (found.key, found.metric) == ("odd", "win_rate")
    assert found.z_score > 5


def test_correlation_is_that_of_numpy() -> None:
    common = RANDOM.normal(0, 0.01, 60)
    a, b = common + RANDOM.normal(0, 0.003, 60), common + RANDOM.normal(0, 0.003, 60)
    found = correlation(field(a=a, b=b, mirrored=-a))
    assert found.values == pytest.approx(np.corrcoef(np.column_stack([a, b, -a]), rowvar=False))
    assert found.values[0, 2] == pytest.approx(-1)
    assert found.average == pytest.approx((found.values[0, 1] + found.values[0, 2] + found.values[1, 2]) / 3)
    assert found.n == 60


def test_an_account_that_never_moved_correlates_with_nobody() -> None:
    found = correlation(field(a=RANDOM.normal(0, 0.01, 30), still=np.zeros(30)))
    assert math.isnan(found.values[0, 1])
    assert math.isnan(found.values[1, 1])
    assert found.values[0, 0] == 1.0


def test_a_few_days_say_nothing() -> None:
    found = correlation(field(a=RANDOM.normal(0, 0.01, 19), b=RANDOM.normal(0, 0.01, 19)))
    assert np.isnan(found.values).all()
    assert found.reason == "It takes 20 days in common; there are 19."
