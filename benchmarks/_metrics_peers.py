"""A process of the peers' own environment: what it is asked for by name it computes, times and answers.

`python _metrics_peers.py FOLDER`: arrays in FOLDER/*.npy, freqtrade's metrics in FOLDER/freqtrade_metrics.py.
A line on stdin names a case and how many accounts; the answer is a line of JSON: CPU seconds and values.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from types import ModuleType

START = 1_000_000.0
DAYS_A_YEAR = 252


class Arrays:
    """Trades of accounts of equal length, one long account, and daily returns (days by accounts)."""

    def __init__(self, folder: Path) -> None:
        """Everything that is there, with the frames that peers work on."""
        self.trades = [_frame(row) for row in np.load(folder / "many.npy")]
        self.long = [_frame(np.load(folder / "long.npy"))]
        self.grid = pd.DataFrame(np.load(folder / "days.npy"))
        self.grid.index = pd.bdate_range("2016-01-04", periods=len(self.grid))
        self.joined = pd.concat(self.trades, keys=range(len(self.trades)), names=["account", None])
        self.joined = self.joined.reset_index(level=0)


def _frame(net: np.ndarray) -> pd.DataFrame:
    closed = pd.date_range("2016-01-04", periods=net.size, freq="157s", tz="UTC")
    return pd.DataFrame({"profit_abs": net, "close_date": closed, "open_date": closed})


def freqtrade(frames: list[pd.DataFrame]) -> list[list[float]]:
    """The figures of its metrics module, and in pandas what it leaves to its reports."""
    made = importlib.import_module("freqtrade_metrics")
    return [_freqtrade(made, frame) for frame in frames]


def _freqtrade(made: ModuleType, frame: pd.DataFrame) -> list[float]:
    net = frame["profit_abs"]
    first, last = frame["close_date"].iloc[0], frame["close_date"].iloc[-1]
    wins, losses = net[net > 0], net[net < 0]
    fall = made.calculate_max_drawdown(frame, starting_balance=START)
    relative = made.calculate_max_drawdown(frame, starting_balance=START, relative=True)
    expectancy, _ = made.calculate_expectancy(frame)
    return [
        len(net),
        len(wins) / len(net),
        wins.sum() / -losses.sum(),
        expectancy,
        wins.mean(),
        losses.mean(),
        wins.mean() / -losses.mean(),
        net.max(),
        net.min(),
        net.sum(),
        made.calculate_sharpe(frame, first, last, START),
        made.calculate_sortino(frame, first, last, START),
        fall.drawdown_abs,
        relative.relative_account_drawdown,
        made.calculate_calmar(frame, first, last, START),
        made.calculate_sqn(frame, START),
    ]


def pandas_groupby(frame: pd.DataFrame) -> list[list[float]]:
    """The same by what groupby has built in."""
    by = frame["account"]
    groups = frame.groupby(by)["profit_abs"]
    known = groups.agg(["count", "sum", "mean", "std", "max", "min"])
    wins = frame[frame["profit_abs"] > 0].groupby("account")["profit_abs"].agg(["count", "sum", "mean"])
    losses = frame[frame["profit_abs"] < 0].groupby("account")["profit_abs"].agg(["count", "sum", "mean"])
    balance = START + groups.cumsum()
    peak = balance.groupby(by).cummax().clip(lower=START)
    fall, growth = peak - balance, frame["profit_abs"] / (balance - frame["profit_abs"])
    steps = growth.groupby(by)
    columns: list[Any] = [known, wins, losses, steps.agg(["mean", "std"])]
    columns += [fall.groupby(by).max(), (fall / peak).groupby(by).max()]
    columns.append((growth.clip(upper=0) ** 2).groupby(by).mean())
    table: list[list[float]] = pd.concat(columns, axis=1).to_numpy().tolist()
    return table


def quantstats_trades(frames: list[pd.DataFrame]) -> list[list[float]]:
    """Its figures of one result after the other as growth of the balance."""
    stats = importlib.import_module("quantstats.stats")
    names = "win_rate profit_factor avg_win avg_loss payoff_ratio best worst comp expected_return"
    names += " kelly_criterion sharpe sortino max_drawdown volatility skew kurtosis"
    found = []
    for frame in frames:
        balance = START + frame["profit_abs"].cumsum()
        steps = (frame["profit_abs"] / (balance - frame["profit_abs"])).set_axis(frame["close_date"])
        found.append([float(getattr(stats, name)(steps)) for name in names.split()])
    return found


def quantstats_days(grid: pd.DataFrame) -> list[list[float]]:
    """Fifteen figures of daily returns; the first seven are defined as ours."""
    stats = importlib.import_module("quantstats.stats")
    names = "comp volatility sharpe sortino max_drawdown best worst"
    names += " cagr calmar win_rate profit_factor skew kurtosis ulcer_index gain_to_pain_ratio"
    return [[float(getattr(stats, name)(grid[column])) for name in names.split()] for column in grid]


def vectorbt_days(grid: pd.DataFrame) -> list[list[float]]:
    """The same of the whole frame at once."""
    importlib.import_module("vectorbt")
    view = grid.vbt.returns(freq="1D", year_freq=f"{DAYS_A_YEAR}D")
    names = "total annualized annualized_volatility sharpe_ratio sortino_ratio max_drawdown calmar_ratio"
    names += " omega_ratio downside_risk tail_ratio value_at_risk cond_value_at_risk"
    columns: list[Any] = [getattr(view, name)() for name in names.split()]
    columns += [grid.max(), grid.min(), (grid > 0).mean()]
    table: list[list[float]] = pd.concat(columns, axis=1).to_numpy().tolist()
    return table


def answer(arrays: Arrays, name: str, count: int) -> list[list[float]]:
    """The values of a case over the first *count* accounts."""
    if name == "pandas":
        return pandas_groupby(arrays.joined)
    if name == "vectorbt":
        return vectorbt_days(arrays.grid)
    if name == "quantstats days":
        return quantstats_days(arrays.grid.iloc[:, :count])
    if name == "quantstats long":
        return quantstats_trades(arrays.long)
    return freqtrade(arrays.long if name == "freqtrade long" else arrays.trades[:count])


def serve(folder: Path) -> None:
    """Answer until there is nothing more asked."""
    warnings.simplefilter("ignore")
    sys.path.insert(0, str(folder))
    arrays = Arrays(folder)
    for line in sys.stdin:
        name, count = json.loads(line)
        began = time.process_time()
        values = answer(arrays, name, count)
        told = {"seconds": time.process_time() - began, "values": values}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
