"""Results by size: nothing is lost, zero is an edge, the far ones are counted and said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.histogram import MOST_BINS, histogram

amounts = st.lists(
    st.integers(-10_000_00, 10_000_00).map(lambda cents: cents / 100), min_size=1, max_size=300
)


@given(amounts)
def test_every_value_is_counted_once_and_zero_is_an_edge(values: list[float]) -> None:
    found = histogram(np.array(values))
    assert int(found.counts.sum()) + found.below + found.above == found.n == len(values)
    assert 0.0 in found.edges.tolist()
    assert found.counts.size <= MOST_BINS
    assert found.mean == pytest.approx(np.mean(values))
    assert found.median == pytest.approx(np.median(values))


@given(amounts)
def test_losses_stand_left_of_zero_and_profits_right(values: list[float]) -> None:
    found = histogram(np.array(values))
    left = int(found.counts[found.edges[:-1] < 0].sum()) + found.below
    assert left == sum(value < 0 for value in values)


def test_one_far_result_does_not_squeeze_the_others() -> None:
    values = np.concatenate((np.linspace(-50, 50, 400), [1_000_000.0]))
    found = histogram(values)
    assert found.above == 1
    assert found.edges[-1] <= 100
    assert found.beyond == pytest.approx(1 / 401)


def test_equal_results_share_one_bar() -> None:
    found = histogram(np.full(10, 5.0))
    assert found.counts.max() == 10
    assert found.below == found.above == 0


def test_without_results_nothing_is_known() -> None:
    found = histogram(np.array([np.nan]))
    assert found.n == 0
    assert np.isnan(found.mean)
    assert np.isnan(found.beyond)
