"""Sharpe ratio and volatility of the last 63 days, day by day, one above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from components import moment
from components.chart import chart
from components.figure import Figure, axis, layout, milliseconds, typed
from components.states import nothing_here
from components.table import Column, plain_table
from services.calc.period import as_datetime

if TYPE_CHECKING:
    from dash.development.base_component import Component
    from numpy.typing import NDArray

    from components.look import Look
    from services.insight_answers import RollingFigures

TABLE_ROWS = 12
LOWER, GAP = 0.36, 0.09


def rolling_panel(answer: RollingFigures, look: Look) -> Component:
    """The chart with its summary and some of its days as a table."""
    if answer.reason:
        return nothing_here(answer.reason, "graph-up")
    return chart("rolling", rolling_figure(answer, look), _summary(answer), _table(answer))


def rolling_figure(answer: RollingFigures, look: Look) -> Figure:
    """Two lines on the same days; where there were too few days the ground is marked."""
    days = milliseconds(answer.day)
    known = answer.day[answer.window - 1]
    gap = {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": str(answer.day[0]),
        "x1": str(known),
        "y0": 0,
        "y1": 1,
        "fillcolor": look.grid,
        "opacity": 0.55,
        "line": {"width": 0},
        "layer": "below",
    }
    return {
        "data": [
            _line("Sharpe", days, answer.sharpe, look.accent, "%{y:.2f}"),
            _line("volatility", days, answer.volatility, look.muted, "%{y:.1%}") | {"yaxis": "y2"},
        ],
        "layout": layout(
            look,
            margin={"l": 46, "r": 12, "t": 10, "b": 30},
            shapes=[gap],
            annotations=[
                _name("Sharpe", 1, look),
                _name("Volatility", LOWER, look),
            ],
            xaxis=axis(look, type="date", anchor="y2", hoverformat="%-d %b %Y", nticks=6, showgrid=False),
            yaxis=axis(look, domain=[LOWER + GAP, 1], nticks=5, zeroline=True),
            yaxis2=axis(look, domain=[0, LOWER], nticks=3, tickformat=",.0~%", rangemode="tozero"),
        ),
    }


def _line(name: str, days: dict[str, str], values: NDArray[np.float64], color: str, told: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": days,
        "y": typed(values),
        "line": {"color": color, "width": 1.6},
        "hovertemplate": told,
    }


def _name(text: str, height: float, look: Look) -> Figure:
    return {
        "x": 0,
        "y": height,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 6,
        "text": text,
        "showarrow": False,
        "font": {"size": 11, "color": look.muted},
    }


def _summary(answer: RollingFigures) -> str:
    sharpe = answer.sharpe[np.isfinite(answer.sharpe)]
    volatility = answer.volatility[np.isfinite(answer.volatility)]
    told = "The Sharpe ratio is undefined throughout: nothing varied."
    if sharpe.size:
        below = fmt.fraction(float((sharpe < 0).mean()), 0)
        told = (
            f"Sharpe now {fmt.ratio(sharpe[-1])}, between {fmt.ratio(sharpe.min())} and"
            f" {fmt.ratio(sharpe.max())}; below zero on {below} of the days."
        )
    first = moment.day(as_datetime(answer.day[answer.window - 1]), "UTC")
    return (
        f"{told} Volatility now {fmt.fraction(volatility[-1], 1)} a year. Each point is the {answer.window}"
        f" days up to it, annualised by {answer.per_year}; before {first} there are too few."
        f" Measured on {answer.series}, days of {moment.zone_name(answer.subject.zone)}."
    )


def _table(answer: RollingFigures) -> Component:
    first = answer.window - 1
    count = min(TABLE_ROWS, answer.day.size - first)
    picks = np.unique(np.linspace(first, answer.day.size - 1, count).astype(np.int64))
    rows = [
        [
            moment.day(as_datetime(answer.day[at]), "UTC"),
            fmt.ratio(answer.sharpe[at]),
            fmt.fraction(answer.volatility[at], 1),
        ]
        for at in picks
    ]
    columns = (Column("Day"), Column("Sharpe", "number"), Column("Volatility", "number"))
    return plain_table(columns, rows, label="Rolling Sharpe and volatility on some days", dense=True)
