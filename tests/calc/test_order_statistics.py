"""Quantiles, medians and means of rows against numpy, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from services.calc.line_fit import line_fit
from services.calc.order_statistics import mean_known, mean_of_worst, median_where, quantile

ROWS = np.random.default_rng(4).normal(0, 1, (5, 37))
EMPTY = np.zeros((2, 0))


@pytest.mark.parametrize("chance", [0.0, 0.05, 0.5, 0.95, 1.0])
def test_quantiles_are_numpys(chance: float) -> None:
    assert quantile(ROWS, chance) == pytest.approx(np.quantile(ROWS, chance, axis=1))


def test_the_worst_are_those_at_or_below_the_quantile() -> None:
    for row, worst in zip(ROWS, mean_of_worst(ROWS, 0.05), strict=True):
        assert worst == pytest.approx(row[row <= np.quantile(row, 0.05)].mean())


def test_the_median_is_of_what_is_kept() -> None:
    kept = ROWS > 0
    for row, median in zip(ROWS, median_where(ROWS, kept), strict=True):
        assert median == pytest.approx(np.median(row[row > 0]))
    assert np.isnan(median_where(ROWS, np.zeros_like(kept))).all()


def test_what_is_unknown_is_left_out_of_a_mean_and_spoils_a_quantile() -> None:
    holed = ROWS.copy()
    holed[0, 3] = np.nan
    assert mean_known(holed) == pytest.approx(np.nanmean(holed, axis=1))
    assert np.isnan(quantile(holed, 0.5)).tolist() == [True, False, False, False, False]
    assert np.isnan(mean_of_worst(holed, 0.05)).tolist() == [True, False, False, False, False]


def test_rows_without_values_have_none() -> None:
    for figure in (quantile(EMPTY, 0.5), mean_of_worst(EMPTY, 0.5), mean_known(EMPTY), line_fit(EMPTY)):
        assert figure.shape == (2,)
        assert np.isnan(figure).all()
    assert np.isnan(median_where(EMPTY, EMPTY > 0)).all()


def test_a_straight_line_fits_and_what_never_moves_has_no_line() -> None:
    assert line_fit(np.full((1, 30), 0.01))[0] == pytest.approx(1)
    assert np.isnan(line_fit(np.zeros((1, 30)))[0])
    assert np.isnan(line_fit(np.array([[0.1, -1.0, 0.1]]))[0])
