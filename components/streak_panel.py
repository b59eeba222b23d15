"""Wins and losses in a row: how many runs had each length, beside what a random order would have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from dash import html

from components import format as fmt
from components.chart import chart, chart_key
from components.explanation import note_explanation
from components.figure import Figure, axis, layout, typed
from components.kpi import metric_tone
from components.states import nothing_here
from components.table import Column, plain_table

if TYPE_CHECKING:
    from dash.development.base_component import Component
    from numpy.typing import NDArray

    from components.look import Look
    from services.insight_answers import Streaks
    from services.metrics import MetricValue

COLUMNS = (
    Column("In a row"),
    Column("Won", "number"),
    Column("by chance", "number muted"),
    Column("Lost", "number"),
    Column("by chance", "number muted"),
)
FIRST = ("max_consecutive_wins", "max_consecutive_losses", "max_consecutive_profit", "max_consecutive_loss")
MEANINGFUL, ASIDE = 1.96, 0.21


def streak_panel(answer: Streaks, look: Look) -> Component:
    """The longest runs, the chart of all of them, and what their order says."""
    if not answer.lengths.length.size:
        return nothing_here("No trade was closed with a profit or a loss in the period.", "bar-chart-steps")
    digits, currency = answer.subject.account.currency_digits, answer.subject.account.currency
    shown = [_figure(answer.figures[name], digits, currency) for name in (*FIRST, "current_streak")]
    key = chart_key(("bar win", "won"), ("bar lose", "lost"), ("tick", "by chance"))
    figure = chart("streaks", streak_figure(answer, look), _summary(answer), _table(answer), size="short")
    return html.Div([html.Dl(shown, className="figures"), html.Div(key, className="panel-key"), figure])


def streak_figure(answer: Streaks, look: Look) -> Figure:
    """A pair of bars for each length, with a mark at what chance would make of it."""
    lengths = answer.lengths
    won = _bars(answer, "won", lengths.wins, lengths.expected_wins, look.profit, -ASIDE)
    lost = _bars(answer, "lost", lengths.losses, lengths.expected_losses, look.loss, ASIDE)
    places = lengths.length.astype(np.float64)
    marks = [
        _marks(places - ASIDE, lengths.expected_wins, look),
        _marks(places + ASIDE, lengths.expected_losses, look),
    ]
    heads = {"tickvals": lengths.length.tolist(), "ticktext": list(_heads(answer)), "tickangle": 0}
    return {
        "data": [won, lost, *marks],
        "layout": layout(
            look,
            hovermode="closest",
            margin={"l": 40, "r": 12, "t": 8, "b": 26},
            xaxis=axis(look, showgrid=False, **heads),
            yaxis=axis(look, nticks=4, rangemode="tozero"),
        ),
    }


def _bars(
    answer: Streaks,
    name: str,
    counts: NDArray[np.int64],
    expected: NDArray[np.float64],
    color: str,
    offset: float,
) -> Figure:
    told = [
        f"{head} in a row {name}: {fmt.count(count)} · by chance {fmt.number(chance, 1)}"
        for head, count, chance in zip(_heads(answer), counts.tolist(), expected.tolist(), strict=True)
    ]
    return {
        "type": "bar",
        "name": name,
        "x": typed(answer.lengths.length + offset),
        "y": typed(counts),
        "width": 0.38,
        "marker": {"color": color},
        "customdata": told,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _marks(places: NDArray[np.float64], expected: NDArray[np.float64], look: Look) -> Figure:
    stroke = {"width": 1.75, "color": look.text}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": typed(places),
        "y": typed(expected),
        "marker": {"symbol": "line-ew", "size": 13, "color": look.text, "line": stroke},
        "hoverinfo": "skip",
    }


def _heads(answer: Streaks) -> tuple[str, ...]:
    names = [str(length) for length in answer.lengths.length.tolist()]
    if answer.lengths.is_capped:
        names[-1] += "+"
    return tuple(names)


def _figure(value: MetricValue, digits: int, currency: str) -> Component:
    is_money = value.metric.unit.value == "money"
    if value.metric.name == "current_streak":
        text = _current(value)
        tone = fmt.tone(value.value)
    else:
        text, tone = fmt.metric(value, digits, sign=is_money), metric_tone(value) if is_money else ""
    unit = html.Span(currency, className="unit") if is_money else None
    term = html.Dt([value.metric.label, note_explanation(value.metric.label, value.metric.definition)])
    return html.Div([term, html.Dd([html.Span(text, className=tone), unit])])


def _current(value: MetricValue) -> str:
    if not value.is_defined or not value.value:
        return fmt.UNDEFINED
    return f"{fmt.count(abs(value.value))} {'won' if value.value > 0 else 'lost'}"


def _summary(answer: Streaks) -> str:
    score, chance = answer.figures["z_score"], answer.figures["z_probability"]
    count = f"n = {fmt.count(score.n)} closed trades."
    if not score.is_defined:
        return f"{count} {score.reason}"
    told = f"Z-score {fmt.ratio(score.value)}"
    if abs(score.value) < MEANINGFUL:
        words = "wins and losses follow each other as chance would have it"
    elif score.value < 0:
        words = "wins follow wins and losses follow losses more than by chance"
    else:
        words = "wins and losses alternate more than by chance"
    return f"{count} {told}: {words} (confidence {fmt.fraction(chance.value, 1)}). A breakeven ends a run."


def _table(answer: Streaks) -> Component:
    lengths = answer.lengths
    columns = (lengths.wins, lengths.expected_wins, lengths.losses, lengths.expected_losses)
    rows = [
        [head, fmt.count(won), fmt.number(by_chance, 1), fmt.count(lost), fmt.number(lost_by_chance, 1)]
        for head, won, by_chance, lost, lost_by_chance in zip(
            _heads(answer), *(column.tolist() for column in columns), strict=True
        )
    ]
    return plain_table(COLUMNS, rows, label="Runs by length", dense=True)
