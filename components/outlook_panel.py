"""What could come: a fan of paths drawn from the account's own days, and how likely each loss is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from dash import html

from components import format as fmt
from components.chart import chart
from components.figure import Figure, axis, layout, typed
from components.share_bar import share_bar
from components.states import nothing_here
from components.table import Column, cell, plain_table
from services.calc.monte_carlo import QUANTILES, Horizon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.look import Look
    from services.calc.monte_carlo import MonteCarlo
    from services.insight_answers import Outlook

HORIZONS = ((Horizon.MONTH.value, "1M"), (Horizon.QUARTER.value, "3M"), (Horizon.YEAR.value, "1Y"))
WORDS = {Horizon.MONTH: "a month", Horizon.QUARTER: "three months", Horizon.YEAR: "a year"}
LOWEST, LOWER, MIDDLE, UPPER, HIGHEST = range(len(QUANTILES))
TABLE_ROWS = 7
LADDER = (
    Column("Loss of"),
    Column("Probability", "number", "Of falling so far below today at any time within the horizon"),
    Column("", "bar-cell"),
)


def outlook_panel(answer: Outlook, look: Look) -> Component:
    """The fan beside the ladder of losses, and both in words."""
    paths = answer.paths
    if paths.reason:
        return nothing_here(paths.reason, "dice-5")
    fan = chart("outlook", fan_figure(paths, look), _summary(answer), _table(paths))
    rows = [
        [
            fmt.fraction(float(loss), 0),
            _chance(float(chance), paths.paths),
            cell(share_bar(-float(chance), 1.0), "bar-cell"),
        ]
        for loss, chance in zip(paths.losses, paths.chances, strict=True)
    ]
    ladder = plain_table(LADDER, rows, label="Probability of losing so much", dense=True)
    text = f"At any time within {WORDS[paths.horizon]}, measured from today."
    note = html.P(text, className="panel-words")
    return html.Div([fan, html.Div([ladder, note], className="ladder")], className="outlook")


def fan_figure(paths: MonteCarlo, look: Look) -> Figure:
    """Two bands around the median path, from today to the horizon."""
    bands = [
        _path(paths, LOWEST, "5 %"),
        _path(paths, HIGHEST, "95 %") | _filled(look.accent, 0.14),
        _path(paths, LOWER, "25 %"),
        _path(paths, UPPER, "75 %") | _filled(look.accent, 0.24),
    ]
    middle = _path(paths, MIDDLE, "median") | {"line": {"color": look.accent, "width": 2}}
    ends = [(HIGHEST, "95 %"), (MIDDLE, "median"), (LOWEST, "5 %")]
    title = {"text": "days from today", "font": {"size": 11, "color": look.muted}, "standoff": 6}
    return {
        "data": [*bands, middle],
        "layout": layout(
            look,
            margin={"l": 52, "r": 62, "t": 10, "b": 34},
            annotations=[_label(paths, row, word, look) for row, word in ends],
            xaxis=axis(look, nticks=7, showgrid=False, range=[0, paths.days], title=title),
            yaxis=axis(look, nticks=6, tickformat="+,.0~%", zeroline=True),
        ),
    }


def _path(paths: MonteCarlo, row: int, name: str) -> Figure:
    """The line of one quantile, without a stroke of its own."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": typed(np.arange(paths.days + 1)),
        "y": typed(paths.fan[row]),
        "customdata": [fmt.fraction(value, 1, sign=True) for value in paths.fan[row].tolist()],
        "hovertemplate": "%{customdata}",
        "line": {"width": 0},
    }


def _filled(color: str, share: float) -> Figure:
    """A fill down to the line before."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return {"fill": "tonexty", "fillcolor": f"rgba({red},{green},{blue},{share})"}


def _label(paths: MonteCarlo, row: int, word: str, look: Look) -> Figure:
    return {
        "x": 1.008,
        "xref": "paper",
        "xanchor": "left",
        "y": float(paths.fan[row, -1]),
        "yref": "y",
        "text": word,
        "showarrow": False,
        "font": {"size": 11, "color": look.accent if row == MIDDLE else look.muted},
    }


def _chance(chance: float, paths: int) -> Component | str:
    if chance == 0:
        reason = f"None of {fmt.count(paths)} paths fell so far."
        return cell(f"< {fmt.fraction(1 / paths, 2)}", "number faint", reason)
    return fmt.fraction(chance, 1)


def _summary(answer: Outlook) -> str:
    paths, ends = answer.paths, answer.paths.ends
    small = " That is a small sample." if paths.n < 2 * paths.days else ""
    low, middle, high = (fmt.fraction(ends[row], 1, sign=True) for row in (LOWEST, MIDDLE, HIGHEST))
    return (
        f"In {WORDS[paths.horizon]} ({paths.days} days) the median path makes {middle}; one in twenty ends at"
        f" {low} or lower, one in twenty at {high} or higher."
        f" {fmt.count(paths.paths)} paths, drawn from n = {fmt.count(paths.n)} daily returns in blocks of"
        f" {fmt.number(paths.block, 1)} days on average; the past need not come again.{small}"
        f" Measured on {answer.series}."
    )


def _table(paths: MonteCarlo) -> Component:
    picks = np.unique(np.linspace(0, paths.days, min(TABLE_ROWS, paths.days + 1)).astype(np.int64))
    columns = (Column("Day"), *(Column(f"{chance:.0%}", "number") for chance in QUANTILES))
    rows = [
        [str(day), *(fmt.fraction(value, 1, sign=True) for value in paths.fan[:, day].tolist())]
        for day in picks
    ]
    return plain_table(columns, rows, label="The fan on some days", dense=True)
