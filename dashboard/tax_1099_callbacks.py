"""Forms 1099 of the tax page: a broker's file laid beside the rows, or forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from dash import ALL, Input, Output, State, callback, ctx, set_props
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.toast import toast
from dashboard.attachment import decoded
from dashboard.context import services
from dashboard.tax_closing_callbacks import altered_by
from services.errors import IncompleteInputError, ServiceError

if TYPE_CHECKING:
    from dash.development.base_component import Component


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("tax-1099", "contents"),
    State("tax-1099", "filename"),
    State("tax-1099-account", "value"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
def bring(content: str | None, filename: str | None, account: str | None, address: list[Any]) -> Component:
    """Lay a file beside the rows, and draw the year anew."""
    if not content:
        raise PreventUpdate
    return brought(content, filename or "1099.csv", account or "", str(address[1]))


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "tax-1099-forget", "account": ALL}, "n_clicks"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
def forget(clicks: list[int | None], address: list[Any]) -> Component:
    """Forget what a broker reported of the year, and draw it anew."""
    if not any(clicks):
        raise PreventUpdate
    return forgotten(ctx.triggered_id["account"], address)


def brought(content: str, filename: str, account: str, search: str) -> Component:
    """A file kept, and a word about it."""
    try:
        if not account:
            raise IncompleteInputError("Choose the account that the form is of, and then the file again.")
        given = UUID(account), filename, decoded(content)
        altered, years = altered_by(lambda: services().broker_reports.store(*given, actor="page"))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    told = ", ".join(f"{fmt.counted(count, 'sale', 'sales')} of {year}" for year, count in years.items())
    return toast(f"{filename}: {told}.{altered}")


def forgotten(account: str, address: list[Any]) -> Component:
    """A form forgotten, and a word about it."""
    try:
        given = UUID(account), int(address[0])
        altered, _ = altered_by(lambda: services().broker_reports.remove(*given, actor="page"))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": str(address[1])})
    return toast(f"The Form 1099 of {address[0]} is forgotten.{altered}")
