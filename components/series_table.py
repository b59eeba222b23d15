"""The imported series that accounts are laid beside: what there is, a place for files, and a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from components import format as fmt
from components.attributes import attributes
from components.icon import icon
from components.table import Column, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.price_series import PriceSeries

COLUMNS = (
    Column("Series"),
    Column("Days", "number"),
    Column("First – last", "number wide-only"),
    Column("", "number"),
)
WORDS = "A CSV of date and close, such as an index, makes a benchmark; drop it here or choose it."


def series_table(series: Sequence[PriceSeries]) -> Component:
    """One line per series, and the place where a file is dropped."""
    rows = [
        [
            html.Span(one.name, className="strong", title=one.filename),
            fmt.count(one.days),
            f"{one.first:%-d %b %Y} – {one.last:%-d %b %Y}",
            _remove(one),
        ]
        for one in series
    ]
    upload = dcc.Upload(
        html.Button([icon("upload"), WORDS], type="button", className="drop-line"),
        id="series-file",
        className="drop",
        max_size=4 * 1024 * 1024,
        style={},
        style_active={},
        style_reject={},
    )
    table = plain_table(COLUMNS, rows, label="Imported series") if rows else None
    return html.Div([table, upload])


def series_dialog() -> Component:
    """The empty question; its body is filled when it opens."""
    buttons = [
        html.Button("Keep it", type="button", className="button", **attributes(data_closes="1")),
        html.Button(
            "Remove the series",
            id="series-remove",
            type="button",
            className="button danger",
            **attributes(data_closes="1"),
        ),
    ]
    body = [html.Div(id="series-question"), html.Div(buttons, className="actions")]
    return html.Dialog(
        html.Div(body, className="dialog-body"),
        id="series-dialog",
        className="dialog",
        **attributes(aria_label="Remove the series?"),
    )


def series_question(series: PriceSeries) -> list[Component]:
    """What is asked before a series goes."""
    text = f"Its {fmt.count(series.days)} closes go; nothing of an account changes. Links lose it."
    return [html.H2(f"Remove the series {series.name}?"), html.P(text, className="muted")]


def _remove(series: PriceSeries) -> Component:
    words = f"Remove the series {series.name}"
    button = html.Button(
        icon("trash"),
        id={"type": "series-ask", "series": str(series.id)},
        type="button",
        className="icon-button",
        title=words,
        **attributes(aria_label=words, data_opens="series-dialog"),
    )
    return html.Span(button, className="row-actions")
