"""What symbols are by the taxpayer's word: a class chosen, what a unit is, and either taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, callback, ctx, set_props
from dash.exceptions import PreventUpdate

from components.toast import toast
from dashboard.context import services
from dashboard.tax_closing_callbacks import altered_by
from services.errors import ServiceError
from services.tax.model import TaxClass
from services.tax.policy import EVERY_ACCOUNT

if TYPE_CHECKING:
    from dash.development.base_component import Component


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "tax-class-back", "symbol": ALL, "account": ALL}, "n_clicks"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
def take_class_back(clicks: list[int | None], address: list[Any]) -> Component:
    """Forget what was said of a symbol, and draw the year anew."""
    if not any(clicks):
        raise PreventUpdate
    return taken_back(ctx.triggered_id["symbol"], ctx.triggered_id["account"], str(address[1]))


def taken_back(symbol: str, account: str, search: str) -> Component:
    """A class taken back, and a word about it."""
    profiles = services().tax_profiles
    try:
        altered, _ = altered_by(lambda: profiles.set_class(symbol, None, account, actor="page"))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    return toast(f"What you said of {symbol} is taken back.{altered}")


def set_class(what: dict[str, str], value: str) -> None:
    """Say what a symbol is, in every account."""
    services().tax_profiles.set_class(what["symbol"], TaxClass(value), actor="page")


def set_size(what: dict[str, str], value: str) -> None:
    """Say what one unit of a symbol is wherever its class was said, else of a security in every account."""
    profiles, symbol = services().tax_profiles, what["symbol"]
    said = [one for one in profiles.read()[0].classes if one.symbol == symbol]
    known = {one.account: one.tax_class for one in said} or {EVERY_ACCOUNT: TaxClass.F8949_SECURITY}
    for account, kind in known.items():
        profiles.set_class(symbol, kind, account, value.strip(), actor="page")
