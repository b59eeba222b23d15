"""The official form, filled in from one's own blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components.drop_zone import drop_zone

if TYPE_CHECKING:
    from dash.development.base_component import Component

FORM_WORDS = (
    "Bring the blank PDF as the tax office publishes it (f8949.pdf). It is filled in, every cell is read"
    " back, and neither the blank nor name and number are kept."
)


def form_upload(year: int) -> Component:
    """Name, number and the blank; the filled form comes back as a download."""
    text = f"Drop the blank Form 8949 of {year} here"
    upload = drop_zone("tax-blank", text, "file-earmark-pdf", "tax-blank")
    name = dbc.Input(id="tax-name", placeholder="Name as on the return", autocomplete="off")
    number = dbc.Input(id="tax-number", placeholder="Taxpayer number", autocomplete="off", maxlength=11)
    rows = dbc.Select(
        id="tax-rows",
        value="rows",
        options=[
            {"label": "Every sale on the form", "value": "rows"},
            {"label": "Totals that refer to our statement", "value": "statement"},
        ],
    )
    fields = [("Name", name), ("Number", number), ("Rows", rows)]
    labels = [html.Label([html.Span(label), field]) for label, field in fields]
    return html.Div(
        [html.P(FORM_WORDS, className="muted"), html.Div(labels, className="tax-fields"), upload],
        className="tax-form",
    )
