"""Metrics that need more than sums: margins, excursions, benchmarks, peers, and why they are undefined."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.account_series import Excursions, Peers
from services.calc.benchmark import Benchmark
from services.calc.beside import Beside
from services.calc.mt5_report import mt5_report
from services.calc.period import Period
from services.measure import Measurements, measure
from services.metrics import MT5, NET
from services.model import AccountState, Position, Side
from tests.making import START
from tests.metrics.test_every_metric import EVERYTHING, RESULTS, record_of, trading_deals

if TYPE_CHECKING:
    from services.calc.record import TrackRecord

LONG = tuple(float(result) for result in RESULTS * 4)
NO_PRICES = "No prices were recorded while the trades were open."


def measured(record: TrackRecord, beside: Beside | None = None, period: Period = EVERYTHING) -> Measurements:
    return measure(record, period, zone="UTC", basis=NET, beside=beside or Beside())


def with_state(margin: Decimal | None) -> TrackRecord:
    record = record_of(trading_deals())
    equity = Decimal(str(record.track.value[-1]))
    time = record.deals[-1].time + timedelta(minutes=1)
    return replace(
        record, state=AccountState(time, equity, Decimal(0), equity, Decimal(0), margin, 1, "agent")
    )


def test_margins_come_from_the_last_state_of_the_account() -> None:
    figures = measured(with_state(Decimal(50)))
    equity = figures.number("equity")
    assert figures.number("margin") == 50
    assert figures.number("margin_free") == pytest.approx(equity - 50)
    assert figures.number("margin_level") == pytest.approx(equity / 50)


def test_a_margin_nobody_stated_is_unknown_and_not_zero() -> None:
    for name in ("margin", "margin_free", "margin_level"):
        value = measured(with_state(None)).named(name)
        assert not value.is_defined
        assert "stated" in value.reason


def test_a_margin_of_nothing_has_no_level() -> None:
    assert measured(with_state(Decimal(0))).number("margin") == 0
    assert not measured(with_state(Decimal(0))).named("margin_level").is_defined


@pytest.mark.parametrize("name", ["average_mae", "average_mfe", "mae_mfe_ratio", "exit_efficiency"])
def test_excursions_are_null_without_prices(name: str) -> None:
    assert measured(record_of(trading_deals())).named(name).reason == NO_PRICES


def test_excursions_are_of_the_trades_they_belong_to_in_every_period() -> None:
    record = record_of(trading_deals(results=(10.0, -4.0, 6.0)))
    known = Excursions(
        np.array([-1.0, -8.0, np.nan]), np.array([20.0, 4.0, np.nan]), np.array([5.0, np.nan, 2.0])
    )
    whole = measured(record, Beside(excursions=known))
    assert whole.number("average_mae") == pytest.approx(-4.5)
    assert whole.number("average_mfe") == pytest.approx(12.0)
    assert whole.number("mae_mfe_ratio") == pytest.approx(4.5 / 12)
    assert whole.number("exit_efficiency") == pytest.approx((11 / 21 + 4 / 12) / 2)
    later = measured(record, Beside(excursions=known), Period(START + timedelta(days=1), EVERYTHING.end))
    assert later.number("average_mae") == pytest.approx(-8.0)
    assert later.number("expectancy_r") == pytest.approx((6 - 1) / 2)


def test_results_in_r_are_null_without_a_stop() -> None:
    assert "stop" in measured(record_of(trading_deals())).named("expectancy_r").reason


def test_benchmark_metrics_say_that_none_is_chosen() -> None:
    for name in ("information_ratio", "alpha", "beta", "correlation_to_benchmark"):
        value = measured(record_of(trading_deals())).named(name)
        assert (value.is_defined, value.reason) == (False, "No benchmark is chosen.")


def test_an_account_is_half_as_bold_as_a_benchmark_of_twice_its_returns() -> None:
    record = record_of(trading_deals(results=LONG))
    days = measured(record).statistics["account"].days
    double = Benchmark("twice", days.day, 2 * days.returns)
    figures = measured(record, Beside(benchmark=double))
    assert figures.number("beta") == pytest.approx(0.5)
    assert figures.number("alpha") == pytest.approx(0.0, abs=1e-12)
    assert figures.number("correlation_to_benchmark") == pytest.approx(1.0)
    assert figures.number("information_ratio") == pytest.approx(-figures.number("sharpe_ratio"))


def test_a_benchmark_counts_only_on_common_days() -> None:
    record = record_of(trading_deals(results=LONG))
    days = measured(record).statistics["account"].days
    few = Benchmark("few", days.day[:5], days.returns[:5])
    value = measured(record, Beside(benchmark=few)).named("beta")
    assert not value.is_defined
    assert value.n == 5
    assert value.reason.endswith("There are 5.")


def test_the_deflated_sharpe_asks_to_compare_accounts_and_falls_with_their_number() -> None:
    record = record_of(trading_deals(results=LONG))
    assert measured(record).named("deflated_sharpe_ratio").reason.startswith("Compare accounts")
    chances = [
        measured(record, Beside(peers=Peers(np.array([n]), np.array([0.01])))).number("deflated_sharpe_ratio")
        for n in (1.0, 5.0, 500.0)
    ]
    assert chances[0] == measured(record).number("probabilistic_sharpe_ratio")
    assert chances[0] > chances[1] > chances[2]


def test_z_is_metatraders_own_on_the_mt5_basis() -> None:
    record = record_of(trading_deals())
    report = mt5_report(record.ledger.deals)
    figures = measure(record, EVERYTHING, zone="UTC", basis=MT5)
    assert figures.number("z_score") == pytest.approx(report.z_score)
    assert figures.number("z_probability") == pytest.approx(report.z_probability)


def test_a_breakeven_between_wins_does_not_end_their_run_in_z() -> None:
    without = (5.0, 5.0, 5.0, -5.0, -5.0, 5.0, -5.0)
    with_even = (5.0, 1.0, 5.0, 5.0, -5.0, -5.0, 5.0, -5.0)  # 1.00 is what commission takes
    one, other = (measured(record_of(trading_deals(results=results))) for results in (without, with_even))
    assert other.number("breakeven_trades") == 1
    assert other.number("z_score") == one.number("z_score")


def test_what_is_still_open_counts_as_exposure_until_the_end() -> None:
    record = record_of(trading_deals(results=(5.0, 5.0, 5.0)))
    opened = START + timedelta(days=1)
    held = Position(900, "EURUSD", Side.BUY, Decimal(1), opened, Decimal(1))
    hours = 2 * 24 + 7  # from the deposit to the last exit
    assert measured(record).number("exposure_time") == pytest.approx(15 / hours)
    with_position = replace(record, positions=(held,))
    assert measured(with_position).number("exposure_time") == pytest.approx((5 + 31) / hours)


def test_a_trade_closed_after_the_period_was_open_at_its_end() -> None:
    record = record_of(trading_deals(results=(5.0, 5.0)))
    cut = Period(None, START + timedelta(days=1, hours=4))
    assert measured(record, period=cut).number("exposure_time") == pytest.approx(5 / 26)


def test_rolling_figures_are_those_of_the_last_window() -> None:
    figures = measured(record_of(trading_deals(results=LONG)))
    days, sharpe = figures.rolling("rolling_sharpe")
    _, volatility = figures.rolling("rolling_volatility")
    assert days.size == sharpe.size == volatility.size
    assert np.isnan(sharpe[:62]).all()
    assert not np.isnan(sharpe[62:]).any()
    assert sharpe[-1] == figures.number("rolling_sharpe")
    assert volatility[-1] == figures.number("rolling_volatility")


def test_today_is_the_last_recorded_day_even_on_a_quiet_weekend() -> None:
    friday = datetime(2026, 1, 9, tzinfo=UTC)
    record = record_of(trading_deals(results=(10.0, 10.0, 10.0, 10.0, 10.0)))
    assert record.deals[-1].time.date() == friday.date()
    figures = measured(record)
    assert figures.number("today_pnl") == pytest.approx(9.0)
    assert figures.number("week_pnl") == pytest.approx(45.0)
