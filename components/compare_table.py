"""Accounts by rank: score and place with their intervals, the figures behind them, and who is left out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.sparkline import sparkline
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.comparing import Compared, Comparison
    from services.comparison.ranking import Ranked

MOST_ROWS = 100
WIDE = "number wide-only"
COLUMNS = (
    Column("Rank", "rank", "Place by score, and the places that 95 % of random draws of the same days give"),
    Column("Account"),
    Column("Score with interval", "wide-only", "0 to 100; 50 stands for nothing gained and nothing known"),
    Column("Score", "number"),
    Column("Return", "number last-phone", "Time-weighted over the common days"),
    Column("Sharpe", WIDE, "Of daily returns, annualised"),
    Column("P(Sharpe > 0)", WIDE, "How likely the true Sharpe ratio is above 0"),
    Column("Max drawdown", WIDE, "Of equity, or of the balance where equity is unknown (then with a b)"),
    Column("Profit factor", WIDE),
    Column("Trades", WIDE, "Closed on the common days"),
    Column("Equity", "center wide-only"),
)


def compare_table(comparison: Comparison, keep: str = "") -> Component:
    """The ranking; *keep* is the query string that links carry along."""
    shown = comparison.rows[:MOST_ROWS]
    rows = [_row(row, row.place, keep) if row.place else _left_out(row, keep) for row in shown]
    return plain_table(COLUMNS, rows, label="Ranking")


def verdict(comparison: Comparison) -> str:
    """What the places are worth, in words."""
    ranked = comparison.ranked
    if len(ranked) < 2:  # noqa: PLR2004 - one account beats nobody
        return "A ranking takes two accounts with days in common."
    first = [row.place for row in ranked if row.place]
    alike = sum(place.rank_low == 1 for place in first)
    words = (
        f"{alike} accounts cannot be told apart at the top: each of them could be the first."
        if alike > 1
        else "The first place is no accident: hardly any draw of the same days gives it to another account."
    )
    chances = [row.figures["deflated_sharpe_ratio"].value for row in ranked]
    known = [chance for chance in chances if not math.isnan(chance)]
    if not known:
        return words
    best = fmt.fraction(max(known), 0)
    return f"{words} Corrected for having ranked {len(ranked)} accounts, the best Sharpe is real with {best}."


def _row(row: Compared, place: Ranked[UUID], keep: str) -> list[Children]:
    figures = {name: value.value for name, value in row.figures.items()}
    change = figures["total_return_twr"]
    return [
        [html.Strong(place.rank), html.Span(_places(place), className="interval", title="95 % of draws")],
        _name(row, keep),
        _bar(place),
        html.Strong(fmt.number(place.score, 1)),
        cell(fmt.fraction(change, sign=True), f"number last-phone {fmt.tone(change)}".rstrip()),
        fmt.ratio(figures["sharpe_ratio"]),
        fmt.fraction(figures["probabilistic_sharpe_ratio"], 0),
        _drawdown(figures),
        fmt.ratio(figures["profit_factor"]),
        fmt.count(figures["total_trades"]),
        sparkline(row.index, f"Equity of {row.account.name}"),
    ]


def _left_out(row: Compared, keep: str) -> Component:
    reason = html.Td(row.reason, colSpan=len(COLUMNS) - 2, className="muted")
    return html.Tr(
        [html.Td(fmt.UNDEFINED), html.Th(_name(row, keep), scope="row"), reason], className="left-out"
    )


def _name(row: Compared, keep: str) -> Component:
    return html.A(row.account.name, href=f"/accounts/{row.account.id}{keep}", className="row-name")


def _places(place: Ranked[UUID]) -> str:
    return f"{place.rank_low} – {place.rank_high}"


def _drawdown(figures: dict[str, float]) -> Children:
    equity = figures["max_drawdown"]
    if not math.isnan(equity):
        return fmt.fraction(equity, 1)
    return [
        fmt.fraction(figures["max_balance_drawdown"], 1),
        html.Abbr("b", className="unit", title="of the balance"),
    ]


def _bar(place: Ranked[UUID]) -> Component:
    words = f"score {place.score:.0f}, 95 % of draws from {place.score_low:.0f} to {place.score_high:.0f}"
    parts: Sequence[Component] = (
        html.Span(className="fill", style={"width": f"{place.score:.1f}%"}),
        html.Span(
            className="whisker",
            style={
                "left": f"{place.score_low:.1f}%",
                "width": f"{max(place.score_high - place.score_low, 0.5):.1f}%",
            },
        ),
    )
    return html.Span(parts, className="score-bar", role="img", title=words, **attributes(aria_label=words))
