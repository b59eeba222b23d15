"""A chart on a page: the graph, its summary in words, and the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from dash import dcc, html

from components.attributes import attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.figure import Figure

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}


def chart(
    name: str, figure: Figure, summary: str, table: Component | None = None, size: str = ""
) -> Component:
    """The graph called *name* in a box of fixed height; *summary* is what it says in words."""
    graph = dcc.Graph(
        id={"type": "chart", "name": name},
        figure=cast("Any", figure),
        config=cast("Any", CONFIG),
        responsive=True,
        style={"height": "100%"},
    )
    box = html.Div(
        graph, className=f"chart-box {size}".rstrip(), role="img", **attributes(aria_label=summary)
    )
    rows = html.Details([html.Summary("View as table"), table], className="chart-table") if table else None
    words = html.Div([html.Figcaption(summary), rows], className="chart-words")
    return html.Figure([box, words], className="chart-figure")


def chart_key(*items: tuple[str, str]) -> Component:
    """What the lines of a chart are, beside its title: pairs of a mark's class and a word."""
    return html.Span([_key(mark, word) for mark, word in items], className="chart-key")


def _key(mark: str, word: str) -> Component:
    sign = (
        html.Span("▲", className="muted")
        if mark == "flow"
        else html.Span(className=f"stroke {mark}".rstrip())
    )
    return html.Span([word, sign])
