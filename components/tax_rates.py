"""Where daily rates to the dollar are brought, for the currencies that have none on some day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components.drop_zone import drop_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

WORDS = (
    "A CSV with a day a row: the date, and the dollars that one unit of the currency was worth. A day that is"
    " known already takes the newer rate; a day without one takes the last of the week before it."
)


def rates_form(currencies: Sequence[str]) -> Component:
    """The currency, and where its file is dropped."""
    options = [{"label": currency, "value": currency} for currency in currencies]
    choice = dbc.Select(id="tax-rates-currency", options=options, value=currencies[0])
    upload = drop_zone("tax-rates", "Drop the rates as CSV here", "file-earmark-spreadsheet")
    fields = [html.Label([html.Span("Currency"), choice]), upload]
    return html.Div(
        [html.P(WORDS, className="muted tax-words"), html.Div(fields, className="tax-fields wide")]
    )
