"""What fills the panels of an account's page: all of them at once, one anew, one as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx
from dash.exceptions import PreventUpdate

from dashboard.account_panels import Asked, panel_body, panel_file
from dashboard.file_callbacks import made
from dashboard.query import Query
from dashboard.scope import find_account
from dashboard.view import private

if TYPE_CHECKING:
    from dash.development.base_component import Component

MADE = "account-file"  # of this page alone: a callback without its page would miss what it reads
BODY, CHOICE, FILE = (
    {"type": "panel", "name": ALL},
    {"type": "panel-choice", "name": ALL},
    {"type": "panel-csv", "name": ALL},
)


@callback(
    Output(BODY, "children"),
    Input("account-address", "data"),
    State(CHOICE, "value"),
)
@private
def fill_panels(address: list[str], choices: list[str]) -> list[Component]:
    """Every panel in one go once the page is there: the browser redraws once, not once a panel."""
    chosen = _by_name(choices)
    names = [output["id"]["name"] for output in ctx.outputs_list]
    return [panel_body(name, asked(chosen[name], address)) for name in names]


@callback(
    Output({"type": "panel", "name": MATCH}, "children", allow_duplicate=True),
    Input({"type": "panel-choice", "name": MATCH}, "value"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
@private
def show_panel(choice: str, address: list[str]) -> Component:
    """A panel anew when something else is chosen in it."""
    return panel_body(ctx.triggered_id["name"], asked(choice, address))


@callback(
    Output(MADE, "data"),
    Input(FILE, "n_clicks"),
    State(CHOICE, "value"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
def download(clicks: list[int | None], choices: list[str], address: list[str]) -> dict[str, Any]:
    """What a panel shows as a file, with what is chosen in it."""
    if not any(clicks):
        raise PreventUpdate
    name = ctx.triggered_id["name"]
    return made(panel_file(name, asked(_by_name(choices)[name], address)))


clientside_callback(
    ClientsideFunction("files", "receive"),
    Output(MADE, "clear_data"),
    Input(MADE, "data"),
    prevent_initial_call=True,
)


def asked(choice: str, address: list[str]) -> Asked:
    """What a panel is asked for by the page's address and the choice in it."""
    account_id, search = address
    return Asked(find_account(account_id), Query.of_address(search), choice)


def _by_name(choices: list[str]) -> dict[str, str]:
    return {item["id"]["name"]: choice for item, choice in zip(ctx.states_list[0], choices, strict=True)}
