"""The parts of a comparison: places, figures, score components, growth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.comparison.weights import COMPONENTS
from services.exports import Chart, Column, Kind, Line, Mark, Table
from services.number_text import number

if TYPE_CHECKING:
    from services.comparing import Compared, Comparison

MOST_LINES = 4
ROLES = (("accent", Mark.LINE), ("profit", Mark.LINE), ("loss", Mark.LINE), ("muted", Mark.DASHED))
FIGURES = (
    ("total_return_twr", "Return", Kind.FRACTION),
    ("sharpe_ratio", "Sharpe", Kind.NUMBER),
    ("max_drawdown", "Max drawdown", Kind.FRACTION),
    ("max_balance_drawdown", "Balance drawdown", Kind.FRACTION),
    ("profit_factor", "Profit factor", Kind.NUMBER),
    ("win_rate", "Win rate", Kind.FRACTION),
    ("total_trades", "Trades", Kind.INTEGER),
)


def ranking_part(found: Comparison) -> Table:
    """Places and scores with their intervals."""
    digits, currency = found.terms.digits, found.terms.currency
    columns = (
        Column("rank", "Place", Kind.INTEGER),
        Column("account", "Account", Kind.TEXT),
        Column("rank_low", "Place from", Kind.INTEGER),
        Column("rank_high", "Place to", Kind.INTEGER),
        Column("score", "Score", Kind.NUMBER, 1),
        Column("score_low", "Score from", Kind.NUMBER, 1),
        Column("score_high", "Score to", Kind.NUMBER, 1),
        Column("total_pnl", f"Net result {currency}", Kind.MONEY, digits),
    )
    rows = [
        [p.rank, row.account.name, p.rank_low, p.rank_high, p.score, p.score_low, p.score_high, row.total_pnl]
        for row in found.ranked
        if (p := row.place) is not None
    ]
    return Table("ranking", "Ranking", columns, rows, size=len(rows), empty="No account could be ranked.")


def figures_part(found: Comparison) -> Table:
    """The figures behind the places."""
    columns = [Column("account", "Account", Kind.TEXT)]
    columns += [
        Column(name, label, kind, 2 if kind is Kind.NUMBER else None) for name, label, kind in FIGURES
    ]
    rows = [[row.account.name, *(_value(row, name) for name, _, _ in FIGURES)] for row in found.ranked]
    return Table("figures", "Figures", tuple(columns), rows, size=len(rows))


def _value(row: Compared, name: str) -> float | None:
    value = row.figures[name].value
    return None if np.isnan(value) else value


def components_part(found: Comparison) -> Table:
    """What each score is made of, with the weights."""
    columns = [Column("account", "Account", Kind.TEXT)]
    columns += [
        Column(name, f"{_word(name)} ({found.weights.share(name):.0%})", Kind.NUMBER, 1)
        for name in COMPONENTS
    ]
    rows = [
        [row.account.name, *(row.place.components[name] for name in COMPONENTS)]
        for row in found.ranked
        if row.place is not None
    ]
    return Table("components", "What the score is made of", tuple(columns), rows, size=len(rows))


def growth_chart(found: Comparison) -> Chart:
    """What 100 became, day by day."""
    best = found.ranked[:MOST_LINES]
    lines = tuple(
        Line(row.account.name, 100 * row.index, role, mark)
        for row, (role, mark) in zip(best, ROLES, strict=False)
    )
    words = ", ".join(f"{row.account.name} {number(100 * float(row.index[-1]), 1)}" for row in best)
    more = (
        f" The first {MOST_LINES} of {len(found.ranked)} are drawn." if len(found.ranked) > MOST_LINES else ""
    )
    position = found.day.astype("datetime64[s]")
    return Chart("growth", "Growth of 100", position, lines, f"What 100 became: {words}.{more}")


def _word(name: str) -> str:
    return name.replace("_", " ").capitalize()
