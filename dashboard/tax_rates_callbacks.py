"""Daily rates to the dollar brought on the tax page, where some are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, callback, set_props
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.toast import toast
from dashboard.attachment import decoded
from dashboard.context import services
from dashboard.tax_closing_callbacks import altered_by
from services.errors import ServiceError

if TYPE_CHECKING:
    from dash.development.base_component import Component


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("tax-rates", "contents"),
    State("tax-rates-currency", "value"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
def bring_rates(content: str | None, currency: str, address: list[Any]) -> Component:
    """Keep the rates of a file, and draw the year anew."""
    if not content:
        raise PreventUpdate
    return rates_brought(content, currency, str(address[1]))


def rates_brought(content: str, currency: str, search: str) -> Component:
    """Rates kept, and a word about them."""
    try:
        rates = decoded(content)
        altered, days = altered_by(lambda: services().dollar_rates.store(currency, rates, actor="page"))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    return toast(f"{currency}: rates of {fmt.counted(days, 'day', 'days')}.{altered}")
