"""How often results of each size came, as bars around zero, with mean and median."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from components.chart import chart
from components.figure import Figure, axis, layout, typed, vertical
from components.states import nothing_here
from components.table import Column, plain_table
from services.insight_answers import ResultUnit

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.look import Look
    from services.insight_answers import Distribution

SMALL = 30


def distribution_panel(answer: Distribution, look: Look) -> Component:
    """The chart of the results, its summary, and its bins as a table."""
    if answer.reason:
        return nothing_here(answer.reason, "bar-chart")
    figure = distribution_figure(answer, look)
    return chart("distribution", figure, _summary(answer), _table(answer))


def distribution_figure(answer: Distribution, look: Look) -> Figure:
    """Bars from bin to bin, those of losses and of profits apart; what lies beyond is hatched at the ends."""
    found = answer.histogram
    left, right = ("right", "left") if found.mean < found.median else ("left", "right")
    mean = vertical(look, found.mean, f"mean {_value(answer, found.mean)}", dash="solid", side=left)
    median = vertical(look, found.median, f"median {_value(answer, found.median)}", dash="dot", side=right)
    is_r = answer.unit is ResultUnit.R
    results = {"separatethousands": True, "exponentformat": "none", "nticks": 9, "showgrid": False}
    shown = {"showticklabels": is_r or not fmt.amounts_are_hidden(), "ticksuffix": " R" if is_r else ""}
    return {
        "data": [_bars(answer, look)],
        "layout": layout(
            look,
            hovermode="closest",
            bargap=0,
            margin={"l": 46, "r": 12, "t": 24, "b": 30},
            shapes=[mean[0], median[0]],
            annotations=[mean[1], median[1]],
            xaxis=axis(look, **results, **shown),
            yaxis=axis(look, nticks=5, tickformat=",d", rangemode="tozero"),
        ),
    }


def _bars(answer: Distribution, look: Look) -> Figure:
    bins, edges = _bins(answer), answer.histogram.edges
    width = float(edges[1] - edges[0])
    centers = np.array([low + width / 2 for low, _, _, _ in bins])
    shapes = ["/" if beyond else "" for _, _, _, beyond in bins]
    return {
        "type": "bar",
        "x": typed(centers),
        "y": typed(np.array([count for _, _, count, _ in bins], dtype=np.int64)),
        "width": width * 0.92,
        "customdata": [_told(answer, *item) for item in bins],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": [look.loss if center < 0 else look.profit for center in centers],
            "pattern": {"shape": shapes, "fgcolor": look.surface, "size": 5},
        },
    }


def _bins(answer: Distribution) -> list[tuple[float, float, int, str]]:
    """Each bar: its edges, how many, and whether it stands for all that is below or above."""
    found = answer.histogram
    edges = found.edges.tolist()
    width = edges[1] - edges[0]
    bars = [
        (low, high, int(count), "")
        for low, high, count in zip(edges[:-1], edges[1:], found.counts.tolist(), strict=True)
    ]
    below = [(edges[0] - width, edges[0], found.below, "below")] if found.below else []
    above = [(edges[-1], edges[-1] + width, found.above, "above")] if found.above else []
    return below + bars + above


def _span(answer: Distribution, low: float, high: float, kind: str) -> str:
    if kind == "below":
        return f"below {_value(answer, high)}"
    if kind == "above":
        return f"{_value(answer, low)} and more"
    return f"{_value(answer, low)} to {_value(answer, high)}"


def _told(answer: Distribution, low: float, high: float, count: int, kind: str) -> str:
    share = fmt.fraction(count / answer.histogram.n, 1)
    return f"{_span(answer, low, high, kind)}<br>{fmt.count(count)} trades · {share}"


def _value(answer: Distribution, value: float) -> str:
    if answer.unit is ResultUnit.R:
        return f"{fmt.ratio(value)} R"
    account = answer.subject.account
    return f"{fmt.money(value, account.currency_digits)} {account.currency}"


def _summary(answer: Distribution) -> str:
    found = answer.histogram
    small = " A small sample." if found.n < SMALL else ""
    unknown = answer.trades - found.n
    without = f" {fmt.count(unknown)} trades without a stop are left out." if unknown else ""
    beyond = ""
    if found.below or found.above:
        beyond = (
            f" {fmt.count(found.below + found.above)} trades ({fmt.fraction(found.beyond, 1)}) lie beyond the"
            " outer bins and stand together in the hatched bars."
        )
    return (
        f"n = {fmt.count(found.n)} closed trades after costs, mean {_value(answer, found.mean)}, median"
        f" {_value(answer, found.median)}; {fmt.count(answer.wins)} won, {fmt.count(answer.losses)} lost."
        f"{beyond}{without}{small}"
    )


def _table(answer: Distribution) -> Component:
    columns = (Column("Result"), Column("Trades", "number"), Column("Share", "number"))
    rows = [
        [
            _span(answer, low, high, kind),
            fmt.count(count),
            fmt.fraction(count / answer.histogram.n, 1),
        ]
        for low, high, count, kind in _bins(answer)
    ]
    return plain_table(columns, rows, label="Results by size", dense=True)
