"""What is answered about one account in depth: plain values that panels, API and files arrange."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.calc.adding_to_losers import AddingToLosers
    from services.calc.drawdown_table import Drawdown
    from services.calc.histogram import Histogram
    from services.calc.lot_growth import LotGrowth
    from services.calc.monte_carlo import MonteCarlo
    from services.calc.open_risk import OpenRisk
    from services.calc.period import Period
    from services.calc.streaks import RunLengths
    from services.metrics import MetricValue
    from services.model import Account


class ResultUnit(StrEnum):
    """What results are counted in: the account's currency, or R, what the first stop would have lost."""

    MONEY = "money"
    R = "r"


@dataclass(frozen=True, slots=True)
class Subject:
    """Which account, over which period, with days of which zone."""

    account: Account
    period: Period
    zone: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """The results of closed trades after costs, counted by size; `reason` says why there are none."""

    subject: Subject
    unit: ResultUnit
    histogram: Histogram
    trades: int
    wins: int
    losses: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RollingFigures:
    """Sharpe ratio and volatility of the `window` days up to each day, annualised; NaN before there are."""

    subject: Subject
    day: NDArray[np.datetime64]
    sharpe: NDArray[np.float64]
    volatility: NDArray[np.float64]
    window: int
    per_year: int
    series: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Falls:
    """The deepest drawdowns, deepest first, and what they were measured on."""

    subject: Subject
    falls: tuple[Drawdown, ...]
    series: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What chance could make of the account from here."""

    subject: Subject
    paths: MonteCarlo
    series: str


@dataclass(frozen=True, slots=True)
class HiddenRisk:
    """What closed trades do not show: drawdown of equity against balance, and how losses were traded on."""

    subject: Subject
    equity_drawdown: MetricValue
    balance_drawdown: MetricValue
    gap: MetricValue
    floating: OpenRisk
    adding: AddingToLosers
    growth: LotGrowth


@dataclass(frozen=True, slots=True)
class Streaks:
    """Runs of wins and losses: their figures by name, and how many had each length."""

    subject: Subject
    figures: dict[str, MetricValue]
    lengths: RunLengths
