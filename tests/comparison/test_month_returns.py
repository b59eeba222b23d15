"""Months chain to the whole, and accounts that move together stand together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.comparison.correlation import similar_order
from services.comparison.month_returns import month_returns


@given(st.lists(st.floats(-0.5, 0.5), min_size=1, max_size=400))
def test_months_chain_to_the_whole(returns: list[float]) -> None:
    day = np.datetime64("2025-11-27") + np.arange(len(returns))
    index = np.cumprod(1 + np.array(returns))
    found = month_returns(day, [index])
    assert np.prod(1 + found.values[0]) == pytest.approx(index[-1])
    assert found.days.sum() == len(returns)
    assert found.month.size == np.unique(day.astype("datetime64[M]")).size


def test_without_days_there_are_no_months() -> None:
    found = month_returns(np.zeros(0, dtype="datetime64[D]"), [np.zeros(0)])
    assert found.values.shape == (1, 0)


@pytest.mark.parametrize("seed", range(5))
def test_groups_that_move_together_are_not_torn_apart(seed: int) -> None:
    source = np.random.default_rng(seed)
    group = np.repeat([0, 1, 2], 4)
    source.shuffle(group)
    common = source.normal(size=(300, 3))
    returns = common[:, group] + 0.3 * source.normal(size=(300, 12))
    order = similar_order(np.asarray(np.corrcoef(returns.T)))
    assert sorted(order.tolist()) == list(range(12))
    changes = int((np.diff(group[order]) != 0).sum())
    assert changes == 2


def test_what_is_unknown_has_its_place_too() -> None:
    values = np.full((3, 3), np.nan)
    assert sorted(similar_order(values).tolist()) == [0, 1, 2]
