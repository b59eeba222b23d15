"""Our figures beside those of other libraries: equal where the definition is ours, and why where it is not.

The values were made once by benchmarks/peer_values.py; versions stand in peers.json.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.calc.account_series import ReturnSeries
from services.calc.benchmark import BenchmarkSeries
from services.calc.daily_falls import daily_falls
from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.equity import Track, flow_neutral_index
from services.calc.return_kernel import return_statistics
from services.calc.rolling import rolling_sharpe, rolling_volatility
from services.calc.trade_kernel import TradeArrays, trade_statistics
from services.metrics import find_metric

YEAR, CALENDAR_YEAR = 252, 365.25
EQUAL = [
    ("sharpe_ratio", "quantstats", "sharpe", 1),
    ("sharpe_ratio", "empyrical", "sharpe_ratio", 1),
    ("annual_volatility", "quantstats", "volatility", 1),
    ("annual_volatility", "empyrical", "annual_volatility", 1),
    ("downside_deviation", "empyrical", "downside_risk", 1),
    ("sortino_ratio", "quantstats", "sortino", 1),
    ("sortino_ratio", "empyrical", "sortino_ratio", 1),
    ("max_drawdown", "quantstats", "max_drawdown", -1),
    ("max_drawdown", "empyrical", "max_drawdown", -1),
    ("total_return_twr", "quantstats", "comp", 1),
    ("total_return_twr", "empyrical", "cum_returns_final", 1),
    ("best_day_return", "quantstats", "best", 1),
    ("worst_day_return", "quantstats", "worst", 1),
    ("value_at_risk_95", "empyrical", "value_at_risk", 1),
    ("expected_shortfall_95", "empyrical", "conditional_value_at_risk", 1),
    ("expected_shortfall_95", "quantstats", "expected_shortfall_historical", 1),
    ("tail_ratio", "quantstats", "tail_ratio", 1),
    ("tail_ratio", "empyrical", "tail_ratio", 1),
    ("omega_ratio", "quantstats", "omega", 1),
    ("omega_ratio", "empyrical", "omega_ratio", 1),
    ("gain_to_pain", "quantstats", "gain_to_pain_ratio", 1),
    ("stability", "empyrical", "stability_of_timeseries", 1),
    ("skewness", "scipy", "skewness", 1),
    ("kurtosis", "scipy", "kurtosis", 1),
    ("alpha", "quantstats", "alpha", 1),
    ("beta", "quantstats", "beta", 1),
    ("beta", "empyrical", "beta", 1),
    ("rolling_sharpe", "quantstats", "rolling_sharpe", 1),
    ("rolling_volatility", "quantstats", "rolling_volatility", 1),
    ("p_value_mean_trade", "scipy", "p_value_mean_trade", 1),
    ("p_value_mean_trade", "freqtrade", "p_value", 1),
    ("expectancy", "freqtrade", "expectancy", 1),
    ("expectancy_ratio", "freqtrade", "expectancy_ratio", 1),
]


@lru_cache
def peers() -> dict[str, Any]:
    path = Path(__file__).with_name("peers.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@lru_cache
def statistics() -> dict[str, Any]:
    """The same days and trades, as our metrics take them."""
    returns = np.array(peers()["returns"])
    return {
        "returns": return_statistics(returns, per_year=YEAR, days=calendar_days()),
        "daily": ReturnSeries(returns[None, :], YEAR),
        "drawdown": drawdown_statistics(closes(), closes().is_equity),
        "benchmark": BenchmarkSeries(returns[None, :], np.array([peers()["benchmark"]]), YEAR),
        "trades": trade_statistics(trades()),
    }


def near(value: float) -> Any:
    """Equal but for the last digits."""
    return pytest.approx(value, rel=1e-9, abs=1e-12)


def calendar_days() -> float:
    first, last = (date.fromisoformat(peers()["day"][end]) for end in (0, -1))
    return float((last - first).days)


@lru_cache
def closes() -> Track:
    """Equity at the close of each day, 1 before the first."""
    value = np.concatenate(([1.0], np.cumprod(1 + np.array(peers()["returns"]))))
    days = np.array([peers()["day"][0], *peers()["day"]], dtype="datetime64[us]")
    before = np.concatenate(([1.0], value[:-1]))
    known = np.ones(value.size, dtype=bool)
    return Track(1.0, days, value, value, np.zeros(value.size), flow_neutral_index(before, value), known)


def trades() -> TradeArrays:
    """One trade a day."""
    given = peers()["trades"]
    net = np.array(given["profit"])
    nothing = np.zeros(net.size)
    exits = np.datetime64(given["first"], "us") + np.arange(net.size) * np.timedelta64(1, "D")
    is_long = np.ones(net.size, dtype=bool)
    return TradeArrays(net, is_long, nothing + 1, nothing, nothing, nothing, exits, exits)


def ours(name: str) -> float:
    metric = find_metric(name)
    return float(metric.compute(**{need: statistics()[need] for need in metric.needs})[0])


@pytest.mark.parametrize(("name", "library", "theirs", "sign"), EQUAL)
def test_is_what_another_library_says(name: str, library: str, theirs: str, sign: int) -> None:
    assert ours(name) == near(sign * peers()[library][theirs])


def test_the_probabilistic_sharpe_is_quantstats_but_for_the_bias_of_its_moments() -> None:
    """Bailey and López de Prado take the plain moments of the sample; pandas corrects them for its size."""
    assert ours("probabilistic_sharpe_ratio") == pytest.approx(
        peers()["quantstats"]["probabilistic_sharpe_ratio"], abs=1e-4
    )


def test_skewness_and_kurtosis_of_quantstats_are_corrected_for_small_samples() -> None:
    n = len(peers()["returns"])
    corrected = ours("skewness") * np.sqrt(n * (n - 1)) / (n - 2)
    assert peers()["quantstats"]["skew"] == near(corrected)
    assert peers()["quantstats"]["kurtosis"] != pytest.approx(ours("kurtosis"), rel=1e-3)


def test_the_information_ratio_of_quantstats_is_of_a_day_and_ours_of_a_year() -> None:
    assert ours("information_ratio") == near(peers()["quantstats"]["information_ratio"] * np.sqrt(YEAR))


def test_alpha_of_empyrical_is_compounded() -> None:
    compounded = (1 + ours("alpha") / YEAR) ** YEAR - 1
    assert peers()["empyrical"]["alpha"] == near(compounded)


def test_cagr_of_the_others_counts_rows_and_not_the_calendar() -> None:
    """320 weekdays are 1.2238 years; 320 rows of 252 are 1.2698, so a loss looks smaller than it was."""
    growth = 1 + ours("total_return_twr")
    rows = len(peers()["returns"])
    by_rows = growth ** (YEAR / rows) - 1
    assert peers()["quantstats"]["cagr"] == near(by_rows)
    assert peers()["empyrical"]["cagr"] == near(by_rows)
    assert ours("cagr") == near(growth ** (CALENDAR_YEAR / calendar_days()) - 1)
    assert ours("cagr") < by_rows


def test_calmar_differs_as_cagr_does_and_by_nothing_else() -> None:
    for library, name in (("quantstats", "calmar"), ("empyrical", "calmar_ratio")):
        assert ours("calmar_ratio") / peers()[library][name] == near(ours("cagr") / peers()[library]["cagr"])


def test_value_at_risk_of_quantstats_is_that_of_a_normal_distribution() -> None:
    returns = statistics()["returns"]
    deviation = np.sqrt(returns.squares[0] / (returns.n[0] - 1))
    normal = returns.mean[0] - 1.6448536269514722 * deviation
    assert peers()["quantstats"]["value_at_risk"] == near(normal)
    assert ours("value_at_risk_95") != pytest.approx(normal, rel=1e-3)


def test_profit_factor_of_quantstats_is_of_days_which_is_what_we_call_omega() -> None:
    assert peers()["quantstats"]["profit_factor"] == near(ours("omega_ratio"))
    assert ours("profit_factor") != pytest.approx(ours("omega_ratio"), rel=1e-2)


def test_kelly_of_quantstats_is_of_days_and_ours_of_trades() -> None:
    returns = np.array(peers()["returns"])
    gains, losses = returns[returns > 0], returns[returns < 0]
    won = gains.size / (gains.size + losses.size)
    of_days = won - (1 - won) / (gains.mean() / -losses.mean())
    assert peers()["quantstats"]["kelly_criterion"] == near(of_days)
    assert ours("kelly_fraction") != pytest.approx(of_days, rel=1e-2)


def test_risk_of_ruin_of_quantstats_forgets_how_much_is_lost() -> None:
    """It asks only how often days win: a day of -1 % and one of -90 % are the same to it."""
    figures = peers()["quantstats"]
    won = figures["win_rate"]
    formula = ((1 - won) / (1 + won)) ** len(peers()["returns"])
    assert figures["risk_of_ruin"] == pytest.approx(formula, rel=1e-6)
    assert figures["risk_of_ruin"] < 1e-100
    assert figures["max_drawdown"] < -0.19


def test_the_ulcer_index_of_quantstats_divides_by_one_day_less() -> None:
    rows = len(peers()["returns"])
    falls = daily_falls(np.array([peers()["returns"]]), of_equity=True).mean_square[0]
    assert peers()["quantstats"]["ulcer_index"] == near(np.sqrt(falls * (rows + 1) / (rows - 1)))


def test_sortino_of_freqtrade_is_over_the_spread_of_losers_and_not_over_the_downside() -> None:
    """Losses that are all equal have no spread, however deep they are."""
    given = peers()["trades"]
    scaled = np.array(given["profit"]) / given["starting_balance"]
    spread = scaled[scaled < 0].std()
    mean = scaled.sum() / (given["days"] - 1)
    assert peers()["freqtrade"]["sortino"] == near(mean / spread * np.sqrt(365))
    downside = np.sqrt(np.square(np.minimum(scaled, 0)).mean())
    assert downside != pytest.approx(spread, rel=0.05)


def test_sqn_of_freqtrade_grows_with_every_trade_and_ours_stops_at_100() -> None:
    n = peers()["trades"]["days"]
    assert n > 100
    assert peers()["freqtrade"]["sqn"] == pytest.approx(ours("sqn") * np.sqrt(n / 100), abs=5e-5)


def test_freqtrade_gives_a_number_where_there_is_none() -> None:
    assert peers()["freqtrade"]["sharpe_of_equal_trades"] == -100
    flat = return_statistics(np.full(30, 0.001), per_year=YEAR, days=40.0)
    assert np.isnan(find_metric("sharpe_ratio").compute(returns=flat)[0])


def test_the_last_window_is_the_end_of_the_series() -> None:
    returns = np.array(peers()["returns"])
    assert rolling_sharpe(returns, YEAR)[-1] == ours("rolling_sharpe")
    assert rolling_volatility(returns, YEAR)[-1] == ours("rolling_volatility")
