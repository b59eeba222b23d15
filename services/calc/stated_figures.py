"""How each figure that a broker prints is made from the deals, by its name in lower case."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.calc.mt5_report import Mt5Report

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class StatedInputs:
    """What figures are recomputed from: the mt5 report of the deals, and the account at the end.

    `stated` are the file's own numbers by name: a figure that deals alone cannot give (margin) is checked
    against the others it must agree with.
    """

    report: Mt5Report
    balance: float
    credit: float
    floating: float
    equity: float
    flows: float
    closed: float
    stated: Mapping[str, tuple[float, ...]]
    positive_loss: bool = False
    margin_factor: float = PERCENT

    def stated_number(self, name: str) -> float:
        """The file's own first number of a figure; NaN when it does not print it."""
        return self.stated.get(name, (math.nan,))[0]


def _first(values: object) -> float:
    return float(values[0])  # type: ignore[index]


def _share(part: object, whole: object) -> float:
    return _first(part) / _first(whole) * PERCENT if _first(whole) else 0.0


def _quotient(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else 0.0


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _loss(inputs: StatedInputs) -> float:
    gross = _first(inputs.report.trades.gross_loss)
    return abs(gross) if inputs.positive_loss else gross


def _trade_average(total: object, count: object) -> tuple[float, ...]:
    return (_quotient(_first(total), _first(count)),)


def _whole_average(total: object, count: object) -> tuple[float, ...]:
    """MetaTrader rounds the mean length of a run half up to a whole number."""
    return (math.floor(_quotient(_first(total), _first(count)) + 0.5),)


def _margin_level(inputs: StatedInputs) -> tuple[float, ...]:
    return (_quotient(inputs.equity, inputs.stated_number("margin")) * inputs.margin_factor,)


def _tester_recovery(inputs: StatedInputs) -> tuple[float, ...]:
    """Net profit over the largest equity drawdown the file states, or over the balance drawdown."""
    equity = inputs.stated_number("equity drawdown maximal")
    fall = inputs.report.drawdown.money if math.isnan(equity) else equity
    return (_quotient(_first(inputs.report.trades.total), fall),)


FIGURES: dict[str, Callable[[StatedInputs], tuple[float, ...]]] = {
    "balance": lambda i: (i.balance,),
    "credit facility": lambda i: (i.credit,),
    "floating p/l": lambda i: (i.floating,),
    "equity": lambda i: (i.equity,),
    "margin": lambda i: (i.equity - i.stated_number("free margin"),),
    "free margin": lambda i: (i.equity - i.stated_number("margin"),),
    "margin level": _margin_level,
    "deposit/withdrawal": lambda i: (i.flows,),
    "closed trade p/l": lambda i: (i.closed,),
    "total net profit": lambda i: (_first(i.report.trades.total),),
    "gross profit": lambda i: (_first(i.report.trades.gross_profit),),
    "gross loss": lambda i: (_loss(i),),
    "profit factor": lambda i: (
        _quotient(_first(i.report.trades.gross_profit), abs(_first(i.report.trades.gross_loss))),
    ),
    "expected payoff": lambda i: _trade_average(i.report.trades.total, i.report.trades.n),
    "recovery factor": _tester_recovery,
    "sharpe ratio": lambda i: (_or_zero(i.report.sharpe),),
    "balance drawdown absolute": lambda i: (i.report.drawdown.absolute,),
    "balance drawdown maximal": lambda i: (
        i.report.drawdown.money,
        i.report.drawdown.money_fraction * PERCENT,
    ),
    "balance drawdown relative": lambda i: (
        i.report.drawdown.fraction * PERCENT,
        i.report.drawdown.fraction_money,
    ),
    "total trades": lambda i: (_first(i.report.trades.n),),
    "short trades (won %)": lambda i: (
        _first(i.report.trades.shorts),
        _share(i.report.trades.short_wins, i.report.trades.shorts),
    ),
    "long trades (won %)": lambda i: (
        _first(i.report.trades.longs),
        _share(i.report.trades.long_wins, i.report.trades.longs),
    ),
    "profit trades (% of total)": lambda i: (
        _first(i.report.trades.wins),
        _share(i.report.trades.wins, i.report.trades.n),
    ),
    "loss trades (% of total)": lambda i: (
        _first(i.report.trades.losses),
        _share(i.report.trades.losses, i.report.trades.n),
    ),
    "largest profit trade": lambda i: (_or_zero(_first(i.report.trades.largest_win)),),
    "largest loss trade": lambda i: (_or_zero(_first(i.report.trades.largest_loss)),),
    "average profit trade": lambda i: _trade_average(i.report.trades.gross_profit, i.report.trades.wins),
    "average loss trade": lambda i: _trade_average(i.report.trades.gross_loss, i.report.trades.losses),
    "maximum consecutive wins ($)": lambda i: (
        _first(i.report.trades.win_run),
        _first(i.report.trades.win_run_money),
    ),
    "maximum consecutive losses ($)": lambda i: (
        _first(i.report.trades.loss_run),
        _first(i.report.trades.loss_run_money),
    ),
    "maximal consecutive profit (count)": lambda i: (
        _first(i.report.trades.profit_run_money),
        _first(i.report.trades.profit_run),
    ),
    "maximal consecutive loss (count)": lambda i: (
        _first(i.report.trades.deficit_run_money),
        _first(i.report.trades.deficit_run),
    ),
    "average consecutive wins": lambda i: _whole_average(i.report.trades.wins, i.report.trades.win_runs),
    "average consecutive losses": lambda i: _whole_average(i.report.trades.losses, i.report.trades.loss_runs),
    "ahpr": lambda i: (i.report.ahpr, (i.report.ahpr - 1) * PERCENT),
    "ghpr": lambda i: (i.report.ghpr, (i.report.ghpr - 1) * PERCENT),
    "z-score": lambda i: (i.report.z_score, i.report.z_probability * PERCENT),
    "lr standard error": lambda i: (i.report.regression_error,),
}
