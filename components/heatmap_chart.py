"""A heatmap on a page: the chart, scrolled sideways where it must be, its words, the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from dash import dcc, html

from components import format as fmt
from components.attributes import attributes
from components.chart import CONFIG
from components.heatmap_figure import LONGEST_LABEL, MANY_COLUMNS, MOST_LINES, heatmap_figure
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.heatmap_view import HeatmapView
    from components.look import Look

ROW_PIXELS, AXIS_PIXELS, LETTER_PIXELS = 36, 44, 6.4
EDGE_PIXELS, LINE_PIXELS = 20, 13
NARROW_CELL, LEAST_CELL, WIDEST_CELL, CELL_PADDING = 37, 48, 96, 8


def heatmap_chart(name: str, view: HeatmapView, look: Look, summary: str) -> Component:
    """The chart called *name*; *summary* is what it says in words."""
    graph = dcc.Graph(
        id={"type": "chart", "name": name},
        figure=cast("Any", heatmap_figure(view, look)),
        config=cast("Any", CONFIG),
        responsive=True,
        style={"height": "100%"},
    )
    box = html.Div(
        graph, className="chart-box heat-box", role="img", style=_size(view), **attributes(aria_label=summary)
    )
    scroll = html.Div(
        box, className="heat-scroll", tabIndex=0, role="group", **attributes(aria_label="Heatmap, scrollable")
    )
    rows = html.Details([html.Summary("View as table"), heatmap_table(view)], className="chart-table")
    words = html.Div([html.Figcaption(summary), rows], className="chart-words heat-words")
    return html.Figure([scroll, words], className="chart-figure")


def heatmap_key(view: HeatmapView) -> Component:
    """What the colors say."""
    words = ("small", "large") if view.is_sized else ("worse", "better")
    ramp = html.Span(className="heat-ramp sized" if view.is_sized else "heat-ramp")
    return html.Span([words[0], ramp, words[1]], className="heat-key")


def heatmap_table(view: HeatmapView) -> Component:
    """Every cell in full with its number of observations, and the totals."""
    columns = [Column(""), *(Column(label, "number") for label in view.columns)]
    has_margins = bool(view.row_margin)
    columns += [Column("Total", "number strong")] * has_margins
    rows: list[list[object]] = [
        [
            label,
            *(_cell(view, row, column) for column in range(len(view.columns))),
            *([view.row_margin[row][1]] if has_margins else []),
        ]
        for row, label in enumerate(view.rows)
    ]
    if has_margins:
        rows.append(
            ["Total", *(cell(pair[1], "number strong") for pair in view.column_margin), view.corner[1]]
        )
    return plain_table(columns, rows, label="The heatmap as a table", dense=True)


def _cell(view: HeatmapView, row: int, column: int) -> Component:
    text = view.full[row][column]
    count = html.Span(f"n {fmt.count(view.counts[row, column])}", className="row-note") if text else None
    return cell([text or fmt.UNDEFINED, count], "number")


def _size(view: HeatmapView) -> dict[str, str]:
    margin = 1 if view.row_margin else 0
    each = NARROW_CELL if len(view.columns) > MANY_COLUMNS and _is_narrow(view) else _wide_cell(view)
    label = min(max(map(len, view.rows), default=0), LONGEST_LABEL)
    width = EDGE_PIXELS + LETTER_PIXELS * label + each * (len(view.columns) + margin)
    lines = max((label.count(" ") for label in view.columns), default=0)
    height = AXIS_PIXELS + LINE_PIXELS * min(lines, MOST_LINES - 1) + ROW_PIXELS * (len(view.rows) + margin)
    return {"height": f"{height}px", "minWidth": f"{width:.0f}px"}


def _wide_cell(view: HeatmapView) -> float:
    """As wide as its longest text and the longest word of its heading need."""
    texts = [text for row in view.brief for text in row]
    words = [word for label in view.columns for word in label.split()]
    longest = max(max(map(len, texts), default=0), max(map(len, words), default=0))
    return min(max(LETTER_PIXELS * longest + CELL_PADDING, LEAST_CELL), WIDEST_CELL)


def _is_narrow(view: HeatmapView) -> bool:
    return max(map(len, view.columns)) <= len("Total")


def extremes(view: HeatmapView) -> str:
    """The best and the worst cell in words; empty without any."""
    known = np.argwhere(np.isfinite(view.values))
    if not known.size or not view.row_margin:
        return ""
    order = view.values[tuple(known.T)].argsort(kind="stable")
    low, high = known[order[0]], known[order[-1]]
    first, last = ("Smallest", "largest") if view.is_sized else ("Worst", "best")
    return f"{first}: {_place(view, low)}; {last}: {_place(view, high)}; in all {view.corner[1]}."


def _place(view: HeatmapView, at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    row, column = int(at[0]), int(at[1])
    count = fmt.count(view.counts[row, column])
    return f"{view.rows[row]} {view.columns[column]} {view.full[row][column]} (n = {count})"
