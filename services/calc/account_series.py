"""Series of one account for the metrics that need more than sums: results, returns, calendar, capital."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.return_kernel import LEAST_DAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.return_kernel import DailySeries
    from services.calc.totals_kernel import End
    from services.calc.trade_kernel import TradeArrays

_MONDAY = 4  # 1 January 1970 was a Thursday


@dataclass(frozen=True, slots=True)
class Excursions:
    """What prices and stops say of trades, in the order of the trades; money, NaN where unknown.

    `mae` is the worst floating profit of a trade (0 or less), `mfe` the best (0 or more), `risk` what its
    first stop would have lost (positive).
    """

    mae: NDArray[np.float64]
    mfe: NDArray[np.float64]
    risk: NDArray[np.float64]

    @classmethod
    def unknown(cls, n: int) -> Excursions:
        """Nothing is known of *n* trades."""
        nothing = np.broadcast_to(np.nan, n)
        return cls(nothing, nothing, nothing)

    def rows(self, kept: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Excursions:
        """Those of these trades, in their order."""
        return Excursions(self.mae[kept], self.mfe[kept], self.risk[kept])


@dataclass(frozen=True, slots=True)
class TradeSeries:
    """Closed trades by exit time, shape (rows, trades): one row the account, or one each bootstrap draw.

    `net` is the result after costs, `profit` before them, `outcome` +1 for a win, -1 for a loss, 0 for a
    breakeven; `mae`, `mfe` and `risk` as in `Excursions`.
    """

    net: NDArray[np.float64]
    profit: NDArray[np.float64]
    outcome: NDArray[np.int8]
    mae: NDArray[np.float64]
    mfe: NDArray[np.float64]
    risk: NDArray[np.float64]

    @classmethod
    def of(cls, trades: TradeArrays, excursions: Excursions | None = None) -> TradeSeries:
        """One row of *trades*."""
        beside = excursions or Excursions.unknown(trades.net.size)
        return cls(
            net=trades.net[None, :],
            profit=(trades.net - trades.commission - trades.swap - trades.fee)[None, :],
            outcome=np.sign(trades.net).astype(np.int8)[None, :],
            mae=beside.mae[None, :],
            mfe=beside.mfe[None, :],
            risk=beside.risk[None, :],
        )

    @classmethod
    def as_mt5(cls, net: NDArray[np.float64]) -> TradeSeries:
        """One row of results of closing deals, a result of 0 being a win."""
        row = net[None, :]
        nothing = np.broadcast_to(np.nan, row.shape)
        return cls(row, row, np.where(row >= 0, 1, -1).astype(np.int8), nothing, nothing, nothing)


@dataclass(frozen=True, slots=True)
class ReturnSeries:
    """Daily returns, shape (rows, days); fewer than `least` days say nothing of their distribution."""

    daily: NDArray[np.float64]
    per_year: float
    least: int = LEAST_DAYS

    def enough(self, figure: NDArray[np.float64]) -> NDArray[np.float64]:
        """The figure where there are enough days, else NaN."""
        return figure if self.daily.shape[-1] >= self.least else np.full_like(figure, np.nan)


@dataclass(frozen=True, slots=True)
class Peers:
    """The accounts an account was chosen from, shape (1,): how many, and the variance of their Sharpe ratios.

    The ratios are those of a day, not annualised.
    """

    accounts: NDArray[np.float64]
    variance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AccountSeries:
    """The calendar and the capital of one account over a period.

    `days` are its daily returns and profits, `trades` those closed in the period, `open_from` the entries of
    what was open at its end; `track` its capital, of which `inside` says which points lie in the period that
    began at `began`; `end` is where it stood at the end.
    """

    days: DailySeries
    trades: TradeArrays
    open_from: NDArray[np.datetime64]
    track: Track
    inside: NDArray[np.bool_]
    began: np.datetime64
    end: End

    @property
    def ended(self) -> np.datetime64:
        """The last recorded instant of the period; NaT when there is none."""
        inside = np.flatnonzero(self.inside)
        return self.track.time[inside[-1]] if inside.size else np.datetime64("NaT", "us")

    def profit_since(self, unit: str) -> NDArray[np.float64]:
        """Profit, shape (1,), of the day, week, month or year (`D` `W` `M` `Y`) of the last recorded day."""
        if np.isnat(self.days.last):
            return np.array([np.nan])
        same = calendar_unit(self.days.day, unit) == calendar_unit(np.array([self.days.last]), unit)
        return np.array([self.days.profit[same].sum()])

    def profits_by(self, unit: str) -> NDArray[np.float64]:
        """Profit of each week, month or year of the calendar in which there was a day."""
        if not self.days.profit.size:
            return self.days.profit
        return np.add.reduceat(self.days.profit, _starts(calendar_unit(self.days.day, unit)))

    def returns_by(self, unit: str) -> NDArray[np.float64]:
        """Compounded return of each week, month or year of the calendar in which there was a day."""
        if not self.days.returns.size:
            return self.days.returns
        grown: NDArray[np.float64] = np.multiply.reduceat(
            1 + self.days.returns, _starts(calendar_unit(self.days.day, unit))
        )
        return grown - 1


def calendar_unit(days: NDArray[np.datetime64], unit: str) -> NDArray[np.int64]:
    """The number of the day, week (from Monday), month or year that each day lies in."""
    if unit == "W":
        return (days.astype("datetime64[D]").astype(np.int64) - _MONDAY) // 7
    return days.astype(f"datetime64[{unit}]").astype(np.int64)


def _starts(units: NDArray[np.int64]) -> NDArray[np.intp]:
    return np.flatnonzero(np.r_[True, units[1:] != units[:-1]])
