"""Returns of one account, of many, and one more: the same statistics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc import blocks
from services.calc.many_curves_kernel import many_curve_statistics
from services.calc.many_returns_kernel import many_return_statistics, steps_of
from services.calc.mt5_report import curve_drawdown
from services.calc.return_kernel import return_statistics
from services.calc.return_update import ReturnTally
from tests.calc.making_trades import assert_same

steps = st.lists(st.one_of(st.floats(-0.5, 0.5), st.just(0.0)), max_size=50).map(np.array)
CASES: tuple[list[float], ...] = (
    [],
    [0.01],
    [-0.01],
    [0.0, 0.0],
    [0.01, 0.02, 0.03],
    [0.01, np.nan, -0.02],
    [0.1, -1.0, 0.2],
)


def offsets_of(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(([0], np.cumsum([part.size for part in parts]))).astype(np.intp)


@pytest.mark.parametrize("block", [1, 4, 65_536])
def test_many_accounts_are_each_as_if_alone(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", block)
    parts = [np.array(case, dtype=np.float64) for case in CASES]
    years, days = np.arange(1.0, 8.0), np.arange(8.0, 15.0)
    found = many_return_statistics(np.concatenate(parts), offsets_of(parts), per_year=years, days=days)
    for account, part in enumerate(parts):
        alone = return_statistics(part, per_year=years[account], days=days[account])
        assert_same(found, alone, account, scale=1e-3)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_steps_added_one_by_one_are_as_if_known_at_once(case: list[float]) -> None:
    values = np.array(case, dtype=np.float64)
    tally = ReturnTally(return_statistics(values[:0], per_year=252, days=0.0))
    for n in range(1, values.size + 1):
        tally.add(float(values[n - 1]), days=float(n))
        assert_same(tally.statistics(), return_statistics(values[:n], per_year=252, days=n), scale=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, min_size=1, max_size=5), st.integers(1, 60))
def test_all_ways_agree_on_any_returns(parts: list[np.ndarray], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        found = many_return_statistics(
            np.concatenate(parts), offsets_of(parts), per_year=252.0, days=9.0, ddof=0, least=2
        )
        for account, part in enumerate(parts):
            alone = return_statistics(part, per_year=252, days=9.0, ddof=0, least=2)
            assert_same(found, alone, account, scale=1.0)
            half = part.size // 2
            tally = ReturnTally(return_statistics(part[:half], per_year=252, days=9.0, ddof=0, least=2))
            for step in part[half:].tolist():
                tally.add(step, days=9.0)
            assert_same(tally.statistics(), alone, scale=1.0)


def test_a_tally_goes_on_from_one_account_of_many() -> None:
    parts = [np.array([0.01, 0.02]), np.array([0.03, -0.01])]
    both = many_return_statistics(np.concatenate(parts), offsets_of(parts), per_year=252.0, days=2.0)
    tally = ReturnTally(both, account=1)
    tally.add(0.05, days=3.0)
    assert_same(tally.statistics(), return_statistics(np.array([0.03, -0.01, 0.05]), per_year=252, days=3.0))


def test_days_outside_an_account_are_none_of_its_steps() -> None:
    grid = np.array([[np.nan, 0.1, np.nan], [0.2, 0.3, np.nan], [0.4, np.nan, np.nan]])
    values, offsets = steps_of(grid)
    assert values.tolist() == [0.2, 0.4, 0.1, 0.3]
    assert offsets.tolist() == [0, 2, 4, 4]
    assert steps_of(grid[:, :0])[1].tolist() == [0]
    assert steps_of(np.ones((2, 2)))[0].tolist() == [1.0, 1.0, 1.0, 1.0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(-300, 300), max_size=30), min_size=1, max_size=5), st.integers(1, 40))
def test_falls_of_many_balances_are_those_of_each_curve(results: list[list[int]], block: int) -> None:
    parts = [np.array(one, dtype=np.float64) for one in results]
    start = np.array([250.0 * number for number in range(len(parts))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        returns, falls = many_curve_statistics(np.concatenate(parts), offsets_of(parts), start)
        for account, part in enumerate(parts):
            if not part.size:
                assert np.isnan(falls.balance[account])
                continue
            curve = start[account] + np.cumsum(part)
            alone = curve_drawdown(float(start[account]), curve)
            assert falls.balance_money[account] == alone.money
            assert falls.balance[account] == alone.fraction
            assert falls.absolute[account] == alone.absolute
            assert falls.balance_fraction_money[account] == alone.fraction_money
            assert falls.balance_money_fraction[account] == alone.money_fraction
            before = np.concatenate((start[account : account + 1], curve[:-1]))
            growths = part / np.where(before == 0, np.nan, before)
            expected = return_statistics(growths, per_year=1, days=np.nan, ddof=0, least=2)
            assert_same(
                returns, expected, account, scale=max(1.0, float(np.nanmax(np.abs(growths), initial=0)) ** 4)
            )
