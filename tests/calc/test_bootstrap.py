"""Draws: always the same, in blocks, and the same statistics as the kernels make."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from services.calc import bootstrap
from services.calc.account_series import TradeSeries
from services.calc.bootstrap import Kind, Sample, block_indices, drawn, draws_of, interval
from services.calc.daily_falls import daily_falls
from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.return_kernel import return_statistics
from services.calc.trade_kernel import trade_statistics
from services.metrics._examples import track, trade_arrays

RETURNS = np.random.default_rng(2).normal(0.0005, 0.01, 60)


def sample_of(*results: float, returns: np.ndarray[tuple[int], np.dtype[np.float64]] = RETURNS) -> Sample:
    trades = trade_arrays(*results)
    return Sample(trades, TradeSeries.of(trades), returns, None, 252, 90.0, of_equity=True)


def test_blocks_go_on_where_they_began_and_round_the_end() -> None:
    index = block_indices(np.random.default_rng(1), 400, 125)
    steps = np.diff(index, axis=1) % 125
    assert index.min() == 0
    assert index.max() == 124
    assert (steps == 1).mean() == pytest.approx(0.8, abs=0.02)  # a block is 125^(1/3) = 5 days on average


def test_every_day_is_drawn_as_often_as_any_other() -> None:
    index = block_indices(np.random.default_rng(1), 4_000, 30)
    counts = np.bincount(index.ravel(), minlength=30) / index.size
    assert counts == pytest.approx(np.full(30, 1 / 30), rel=0.06)


def test_draws_are_the_same_whatever_the_size_of_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = sample_of(5.0, -3.0, 8.0)
    whole = next(drawn(sample, Kind.TRADES))["trades"].total
    again = next(drawn(sample, Kind.TRADES))["trades"].total
    monkeypatch.setattr(bootstrap, "BLOCK", 3 * 100)
    parts = [block["trades"].total for block in drawn(sample, Kind.TRADES)]
    assert len(parts) == 10
    assert whole.size == sum(part.size for part in parts) == 1_000
    assert (whole == again).all()


def test_a_drawn_row_has_the_statistics_of_its_trades() -> None:
    results = (5.0, -3.0, 8.0, 0.0, -1.0)
    block = next(drawn(sample_of(*results), Kind.TRADES))
    for row in (0, 7):
        net = block["results"].net[row]
        alone = trade_statistics(trade_arrays(*net.tolist()))
        for field in fields(alone):
            figure = getattr(block["trades"], field.name)[row]
            assert figure == pytest.approx(getattr(alone, field.name)[0], nan_ok=True), field.name


def test_a_drawn_row_has_the_statistics_of_its_days() -> None:
    block = next(drawn(sample_of(1.0), Kind.DAYS))
    alone = return_statistics(block["daily"].daily[3], per_year=252, days=90.0)
    for field in fields(alone):
        figure = getattr(block["returns"], field.name)[3]
        assert figure == pytest.approx(getattr(alone, field.name)[0]), field.name


def test_falls_of_days_are_those_of_their_index() -> None:
    index = track(100.0, *(100 * np.cumprod(1 + RETURNS)).tolist())
    curve = drawdown_statistics(index, index.is_equity)
    falls = daily_falls(RETURNS[None, :], of_equity=True)
    assert falls.equity[0] == pytest.approx(curve.equity[0])
    assert falls.mean_square[0] == pytest.approx(curve.mean_square[0])
    assert falls.episodes[0] == curve.episodes[0]
    assert falls.current[0] == pytest.approx(curve.current[0])
    assert np.isnan(falls.balance[0])
    assert daily_falls(RETURNS[None, :], of_equity=False).balance[0] == pytest.approx(curve.equity[0])


def test_there_are_fewer_draws_of_very_many_trades_and_none_of_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [draws_of(n) for n in (0, 1, 20_000, 40_000, 9_000_000)] == [1_000, 1_000, 1_000, 500, 200]
    monkeypatch.setattr(bootstrap, "MOST_TRADES", 2)
    assert list(drawn(sample_of(1.0, 2.0, 3.0), Kind.TRADES)) == []
    assert len(list(drawn(sample_of(1.0, 2.0, 3.0), Kind.DAYS))) == 1


def test_without_a_benchmark_there_are_no_common_days() -> None:
    assert list(drawn(sample_of(1.0), Kind.COMMON_DAYS)) == []


def test_the_interval_is_the_middle_of_the_draws() -> None:
    assert interval(np.arange(1_001.0)) == (pytest.approx(25), pytest.approx(975))
    assert interval(np.r_[np.full(3, np.nan), np.arange(4.0)])[0] < 1


@pytest.mark.parametrize(
    "figures", [np.full(10, 3.0), np.r_[np.full(6, np.nan), np.arange(4.0)], np.zeros(0)]
)
def test_there_is_none_where_nothing_differs_or_most_is_undefined(
    figures: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    assert np.isnan(interval(figures)).all()
