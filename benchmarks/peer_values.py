"""Writes tests/metrics/peers.json: what other libraries make of one daily series and one list of trades.

It runs in an environment of its own (see benchmarks/requirements.txt), knows nothing of the product, and is
given the wheel of freqtrade: `python benchmarks/peer_values.py /tmp/peers/freqtrade-2026.9-py3-none-any.whl`.
"""

from __future__ import annotations

import json
import math
import sys
import types
import zipfile
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

OUTPUT = Path(__file__).resolve().parent.parent / "tests" / "metrics" / "peers.json"
LIBRARIES = ("quantstats", "empyrical-reloaded", "scipy", "numpy", "pandas")
FREQTRADE_MODULE = "freqtrade/data/metrics.py"
DAYS, TRADES, START, YEAR = 320, 160, 10_000.0, 252
QUANTSTATS = (
    "best",
    "cagr",
    "calmar",
    "comp",
    "gain_to_pain_ratio",
    "kelly_criterion",
    "kurtosis",
    "max_drawdown",
    "omega",
    "probabilistic_sharpe_ratio",
    "profit_factor",
    "risk_of_ruin",
    "sharpe",
    "skew",
    "sortino",
    "tail_ratio",
    "ulcer_index",
    "value_at_risk",
    "volatility",
    "win_rate",
    "worst",
)
EMPYRICAL = (
    "annual_volatility",
    "cagr",
    "calmar_ratio",
    "conditional_value_at_risk",
    "cum_returns_final",
    "downside_risk",
    "max_drawdown",
    "omega_ratio",
    "sharpe_ratio",
    "sortino_ratio",
    "stability_of_timeseries",
    "tail_ratio",
    "value_at_risk",
)


def main(wheel: Path) -> None:
    """Compute everything and write it."""
    source = np.random.default_rng(7)
    day = pd.bdate_range("2025-01-06", periods=DAYS)
    benchmark = pd.Series(np.round(source.normal(0.0004, 0.009, DAYS), 6), index=day)
    noise = source.standard_t(4, DAYS) * 0.006
    returns = pd.Series(np.round(0.0005 + 0.6 * benchmark + noise, 6), index=day)
    profits = np.round(source.normal(6.0, 90.0, TRADES), 2)
    trades = pd.DataFrame({"profit_abs": profits, "close_date": _closing(TRADES)})
    document = {
        "versions": {name: version(name) for name in LIBRARIES} | {"freqtrade": _version(wheel)},
        "day": [f"{item:%Y-%m-%d}" for item in day],
        "returns": returns.tolist(),
        "benchmark": benchmark.tolist(),
        "trades": {
            "starting_balance": START,
            "profit": profits.tolist(),
            "first": "2025-01-06",
            "days": TRADES,
        },
        "quantstats": _quantstats(returns, benchmark),
        "empyrical": _empyrical(returns, benchmark),
        "scipy": _scipy(returns, profits),
        "freqtrade": _freqtrade(_module(wheel), trades),
    }
    OUTPUT.write_text(json.dumps(document, indent=1, default=float) + "\n", encoding="utf-8")


def _closing(n: int) -> pd.DatetimeIndex:
    return pd.date_range("2025-01-06", periods=n, freq="D", tz="UTC")


def _quantstats(returns: pd.Series, benchmark: pd.Series) -> dict[str, float]:
    stats = import_module("quantstats.stats")
    greeks = stats.greeks(returns, benchmark, periods=YEAR)
    return {name: float(getattr(stats, name)(returns)) for name in QUANTSTATS} | {
        "expected_shortfall_historical": stats.cvar(returns, method="historical"),
        "expected_shortfall": stats.cvar(returns),
        "information_ratio": stats.information_ratio(returns, benchmark),
        "alpha": greeks["alpha"],
        "beta": greeks["beta"],
        "rolling_sharpe": stats.rolling_sharpe(returns, rolling_period=63).iloc[-1],
        "rolling_volatility": stats.rolling_volatility(returns, rolling_period=63).iloc[-1],
    }


def _empyrical(returns: pd.Series, benchmark: pd.Series) -> dict[str, float]:
    stats = import_module("empyrical.stats")
    found = {name: float(getattr(stats, name)(returns)) for name in EMPYRICAL}
    alpha, beta = stats.alpha_beta(returns, benchmark)
    return found | {"alpha": float(alpha), "beta": float(beta)}


def _scipy(returns: pd.Series, profits: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, float]:
    stats = import_module("scipy.stats")
    return {
        "skewness": float(stats.skew(returns)),
        "kurtosis": float(stats.kurtosis(returns)),
        "p_value_mean_trade": float(stats.ttest_1samp(profits, popmean=0).pvalue),
        "t_two_sided_2_5_of_7": float(2 * stats.t.sf(2.5, 7)),
        "normal_quantile_99": float(stats.norm.ppf(0.99)),
    }


def _freqtrade(metrics: Any, trades: pd.DataFrame) -> dict[str, float]:  # noqa: ANN401 - a module of another product
    first, last = trades["close_date"].iloc[0], trades["close_date"].iloc[-1]
    expectancy, ratio = metrics.calculate_expectancy(trades)
    end = START + float(trades["profit_abs"].sum())
    return {
        "sharpe": metrics.calculate_sharpe(trades, first, last, START),
        "sortino": metrics.calculate_sortino(trades, first, last, START),
        "sqn": metrics.calculate_sqn(trades, START),
        "p_value": metrics.calculate_p_value(trades, START),
        "expectancy": expectancy,
        "expectancy_ratio": ratio,
        "cagr": metrics.calculate_cagr((last - first).days, START, end),
        "sharpe_of_equal_trades": _equal_trades(metrics),
    }


def _equal_trades(metrics: Any) -> float:  # noqa: ANN401 - a module of another product
    trades = pd.DataFrame({"profit_abs": [5.0] * 5})
    last = datetime(2025, 1, 11, tzinfo=UTC)
    figure = float(metrics.calculate_sharpe(trades, datetime(2025, 1, 6, tzinfo=UTC), last, START))
    return figure if math.isfinite(figure) else math.nan


def _module(wheel: Path) -> types.ModuleType:
    """The one module of freqtrade that is asked, without the rest of it."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(FREQTRADE_MODULE).decode()
    module = types.ModuleType("freqtrade_metrics")
    sys.modules[module.__name__] = module
    exec(compile(text, FREQTRADE_MODULE, "exec"), module.__dict__)  # noqa: S102 - pinned, to be compared with
    return module


def _version(wheel: Path) -> str:
    return wheel.name.split("-")[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
