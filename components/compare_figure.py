"""Growth of accounts on one scale, their drawdowns beneath, as the plain value the chart library reads."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from components import moment
from components.figure import Figure, axis, layout, milliseconds, typed
from components.table import Column, plain_table
from services.calc.downsample import m4
from services.calc.period import as_datetime
from services.compared import MOST_DRAWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component
    from numpy.typing import NDArray

    from components.look import Look
    from services.comparing import Compared

COLUMNS = 500
SHARE, SPACE, LABEL_APART = 0.26, 0.07, 0.045
HUNDRED, TABLE_ROWS = 100.0, 12
DASHES = ("solid", "solid", "solid", "dot", "dot", "dash", "dash", "longdash", "dashdot")


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """What 1 became on each day, under a name."""

    name: str
    index: NDArray[np.float64]


def growth_lines(rows: Sequence[Compared]) -> list[GrowthLine]:
    """The best of compared accounts, as many as can be told apart."""
    return [GrowthLine(row.account.name, row.index) for row in rows[:MOST_DRAWN]]


def growth_figure(day: NDArray[np.datetime64], lines: Sequence[GrowthLine], look: Look) -> Figure:
    """What 100 became on each of *day*, the lines named at their ends."""
    keep = m4(day, *(one.index for one in lines), columns=COLUMNS) if lines else np.zeros(0, dtype=np.int64)
    days = milliseconds(day[keep])
    data: list[Figure] = []
    colors = [*_colors(look), look.muted]
    for one, color, dash in zip(lines, colors, DASHES, strict=False):
        peak = np.maximum(np.maximum.accumulate(one.index), 1.0)
        line = {"color": color, "width": 2 if one is lines[0] else 1.4, "dash": dash}
        data.append(_line(one.name, days, HUNDRED * one.index[keep], line, ".1f"))
        under = _line(one.name, days, (one.index / peak - 1)[keep], line | {"width": 1}, ".1%")
        data.append(under | {"yaxis": "y2", "hoverinfo": "skip", "hovertemplate": None})
    return {"data": data, "layout": _layout(look, _labels(lines, colors))}


def _colors(look: Look) -> tuple[str, ...]:
    return (look.accent, look.profit, look.loss, look.muted, look.text, look.faint, look.profit, look.loss)


def growth_table(day: NDArray[np.datetime64], lines: Sequence[GrowthLine]) -> Component:
    """What 100 became, on some of the days."""
    picks = np.unique(np.linspace(0, day.size - 1, min(TABLE_ROWS, day.size)).astype(np.int64))
    columns = (Column("Day"), *(Column(one.name, "number") for one in lines))
    rows = [
        [moment.day(as_datetime(day[at]), "UTC"), *(fmt.number(HUNDRED * one.index[at], 1) for one in lines)]
        for at in picks
    ]
    return plain_table(columns, rows, label="What 100 became, on some days", dense=True)


def _line(name: str, days: dict[str, str], values: NDArray[np.float64], line: Figure, told: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": days,
        "y": typed(values),
        "line": line,
        "hovertemplate": f"%{{y:{told}}}",
    }


def _labels(rows: Sequence[GrowthLine], colors: Sequence[str]) -> list[Figure]:
    """Names at the ends of the lines, moved apart where they would cover each other."""
    if not rows:
        return []
    ends = np.array([HUNDRED * row.index[-1] for row in rows])
    span = max(
        float(max(row.index.max() for row in rows) - min(row.index.min() for row in rows)) * HUNDRED, 1e-9
    )
    places = ends.copy()
    order = np.argsort(ends)
    for lower, upper in pairwise(order):
        places[upper] = max(places[upper], places[lower] + LABEL_APART * 1.6 * span)
    return [
        {
            "x": 1.005,
            "xref": "paper",
            "xanchor": "left",
            "y": float(place),
            "yref": "y",
            "text": _short(row.name),
            "showarrow": False,
            "font": {"size": 11, "color": color},
        }
        for row, place, color in zip(rows, places, colors, strict=False)
    ]


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:17]}…"  # noqa: PLR2004 - what the margin holds


def _layout(look: Look, labels: list[Figure]) -> Figure:
    days = {"type": "date", "anchor": "y2", "tickangle": 0, "nticks": 5, "tickformat": "%b %y"}
    hover = {"hoverformat": "%-d %b %Y"}
    return layout(
        look,
        margin={"l": 46, "r": 124, "t": 8, "b": 28},
        annotations=labels,
        xaxis=axis(look, showgrid=False, **days, **hover),
        yaxis=axis(look, domain=[SHARE + SPACE, 1], nticks=6),
        yaxis2=axis(look, domain=[0, SHARE], tickformat=",.0~%", nticks=3),
    )
