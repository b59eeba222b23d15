"""The rules of an account's page: a set assigned, a set removed, the panel anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import ALL, MATCH, Input, Output, State, callback, ctx, html
from dash.exceptions import PreventUpdate

from components.prop_lots import distance_of, lots_told
from components.toast import toast
from dashboard.account_panels import panel_body
from dashboard.context import services
from dashboard.live import hearing
from dashboard.panel_callbacks import asked
from dashboard.scope import find_account
from dashboard.view import private
from services.errors import ServiceError

if TYPE_CHECKING:
    from dash.development.base_component import Component

PANEL = {"type": "panel", "name": "rules"}
Shown = tuple["Component", "Component"]


@callback(
    Output(PANEL, "children", allow_duplicate=True),
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "prop-assign", "account": ALL}, "n_clicks"),
    State({"type": "prop-choice", "account": ALL}, "value"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
@private
def assign(clicks: list[int | None], chosen: list[str], address: list[str]) -> Shown:
    """Hold the account against the chosen set."""
    if not any(clicks) or not chosen:
        raise PreventUpdate
    return _changed(address, assign_rules(address, chosen[0]))


@callback(
    Output(PANEL, "children", allow_duplicate=True),
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "prop-remove", "name": ALL}, "n_clicks"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
@private
def remove(clicks: list[int | None], address: list[str]) -> Shown:
    """Hold the account against a set no longer."""
    if not any(clicks):
        raise PreventUpdate
    return _changed(address, remove_rules(address, str(ctx.triggered_id["name"])))


@callback(
    Output({"type": "prop-lots-told", "account": MATCH}, "children"),
    Input({"type": "prop-lots-symbol", "account": MATCH}, "value"),
    Input({"type": "prop-lots-far", "account": MATCH}, "value"),
    Input("headroom-moved", "data"),
    State("account-address", "data"),
)
@private
def estimate(symbol: str, distance: str | None, _: int | None, address: list[str]) -> Component:
    """Lots until each floor."""
    about = asked("", address)
    try:
        found = services().prop_lots.estimate(about.account.id, symbol, distance or "", hearing())
    except ServiceError as error:
        return html.P(str(error), className="problem")
    return lots_told(found, services().performance.zone_of([about.account], about.query.zone))


@callback(
    Output({"type": "prop-lots-far", "account": MATCH}, "value"),
    Input({"type": "prop-lots-symbol", "account": MATCH}, "value"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
def suggest(symbol: str, address: list[str]) -> str:
    """A usual distance of another symbol."""
    return distance_of(services().prop_lots.symbols(find_account(address[0]))[symbol])


@callback(
    Output(PANEL, "children", allow_duplicate=True),
    Input("rules-changed", "data"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
@private
def renew(_: int, address: list[str]) -> Component:
    """The panel anew, because a rule's state is another one."""
    return panel_body("rules", asked("", address))


def assign_rules(address: list[str], name: str) -> Component:
    """A set assigned, and a word about it."""
    try:
        rules = services().prop_firms.assign(find_account(address[0]).id, name, actor="page")
    except ServiceError as error:
        return toast(str(error), failed=True)
    return toast(f"{rules.label} is held against this account.")


def remove_rules(address: list[str], name: str) -> Component:
    """A set removed, and a word about it."""
    try:
        services().prop_firms.remove(find_account(address[0]).id, name, actor="page")
    except ServiceError as error:
        return toast(str(error), failed=True)
    return toast("The rules are removed; what was breached stays on record.")


def _changed(address: list[str], told: Component) -> Shown:
    return panel_body("rules", asked("", address)), told
