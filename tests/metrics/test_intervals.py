"""The laws of intervals: drawn, always the same, and none where resampling would say nothing."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pytest

from services.calc.benchmark import Benchmark
from services.calc.beside import Beside
from services.interval import can_be_drawn
from services.measure import Measurements, measure
from services.metrics import MT5, NET, Metric, find_metric, metrics
from tests.metrics.test_every_metric import EVERYTHING, RESULTS, record_of, trading_deals

DRAWABLE = [metric for metric in metrics() if can_be_drawn(metric) and NET in metric.bases]


@lru_cache
def measured(basis: str = NET) -> Measurements:
    results = tuple(float(result) for result in RESULTS * 4)
    return measure(record_of(trading_deals(results=results)), EVERYTHING, zone="UTC", basis=basis)


@lru_cache
def all_intervals() -> dict[str, tuple[float, float]]:
    values = measured().with_intervals(measured().values())
    return {value.metric.name: (value.low, value.high) for value in values}


@pytest.mark.parametrize("metric", DRAWABLE, ids=lambda metric: metric.name)
def test_an_interval_has_two_ends_in_order_or_none(metric: Metric) -> None:
    low, high = all_intervals()[metric.name]
    assert math.isnan(low) == math.isnan(high)
    assert math.isnan(low) or (low < high and math.isfinite(low) and math.isfinite(high))


@pytest.mark.parametrize(
    "name", ["expectancy", "sharpe_ratio", "win_rate", "median_loss", "value_at_risk_95"]
)
def test_an_interval_is_the_same_alone_again_and_with_all_others(name: str) -> None:
    alone = measured().interval(find_metric(name))
    assert (alone.low, alone.high) == all_intervals()[name]
    assert alone.low <= alone.value <= alone.high
    assert alone.value == measured().number(name)


def test_the_interval_of_a_mean_is_about_two_standard_errors_wide() -> None:
    figures = measured()
    trades = figures.statistics["trades"]
    error = math.sqrt(trades.squares[0] / (trades.n[0] - 1) / trades.n[0])
    low, high = all_intervals()["expectancy"]
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.1)


def test_most_metrics_of_trades_and_days_have_one() -> None:
    with_one = {name for name, (low, _) in all_intervals().items() if not math.isnan(low)}
    assert {
        "profit_factor",
        "sqn",
        "sharpe_ratio",
        "sortino_ratio",
        "calmar_ratio",
        "max_drawdown",
    } <= with_one
    assert {"total_return_twr", "omega_ratio", "tail_ratio", "median_win", "win_rate"} <= with_one


def test_money_of_the_account_and_the_order_of_trades_have_none() -> None:
    for name in ("balance", "best_day", "money_weighted_return", "z_score", "current_streak", "total_trades"):
        assert not can_be_drawn(find_metric(name))
        assert math.isnan(all_intervals()[name][0])


def test_metatraders_figures_have_none() -> None:
    values = measured(MT5).with_intervals(measured(MT5).values())
    assert all(math.isnan(value.low) for value in values)


def test_an_undefined_metric_has_none() -> None:
    short = measure(record_of(trading_deals(results=(5.0, 6.0))), EVERYTHING, zone="UTC", basis=NET)
    values = {value.metric.name: value for value in short.with_intervals(short.values())}
    assert math.isnan(values["profit_factor"].low)
    assert not np.isnan(values["expectancy"].low)


def test_metrics_beside_a_benchmark_have_one_drawn_on_common_days() -> None:
    results = tuple(float(result) for result in RESULTS * 4)
    record = record_of(trading_deals(results=results))
    days = measured().statistics["account"].days
    half = Benchmark("half", days.day, days.returns / 2 + np.where(np.arange(days.day.size) % 2, 1e-4, -1e-4))
    beside = measure(record, EVERYTHING, zone="UTC", basis=NET, beside=Beside(benchmark=half))
    value = beside.interval(find_metric("beta"))
    assert value.low < value.value < value.high


@pytest.mark.parametrize(
    "name", ["best_trade", "worst_day_return", "max_consecutive_losses", "rolling_sharpe"]
)
def test_extremes_runs_and_the_last_window_have_none_as_draws_would_mislead(name: str) -> None:
    """Draws never exceed the largest trade, break up runs, and mix the days of all windows."""
    assert math.isnan(all_intervals()[name][0])
