"""What the reports page does: make a file, show how it reads, follow it, stop it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx, html
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.card import card
from components.export_table import export_table
from components.states import nothing_here
from components.toast import toast
from dashboard.context import services
from dashboard.file_callbacks import MADE, asked, made
from dashboard.view import private
from services.errors import ServiceError
from services.reports import find_report

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.storage.kept_exports import KeptExport

MOST_SHOWN, MOST_PREVIEWED = 50, 2_000


@callback(
    Output(MADE, "data", allow_duplicate=True),
    Input("reports-generate", "n_clicks"),
    State("reports-address", "data"),
    prevent_initial_call=True,
)
def generate(clicks: int | None, address: str) -> dict[str, Any]:
    """Make the file, at once or by the jobs; the list below follows."""
    if not clicks:
        raise PreventUpdate
    return made(address)


@callback(
    Output("reports-preview", "children"),
    Input("reports-look", "n_clicks"),
    State("reports-address", "data"),
    prevent_initial_call=True,
)
@private
def preview(clicks: int | None, address: str) -> Component:
    """The report as it reads, in a frame that can do nothing."""
    if not clicks:
        raise PreventUpdate
    if fmt.amounts_are_hidden():
        return card("Preview", nothing_here("Amounts are hidden; show them to look at it.", "eye-slash"))
    try:
        return _preview(address)
    except ServiceError as error:
        return card("Preview", nothing_here(str(error), "exclamation-octagon"))


clientside_callback(
    ClientsideFunction("tracker", "show"),
    Output("reports-preview", "title"),
    Input("reports-preview", "children"),
    State("reports-preview", "id"),
    prevent_initial_call=True,
)


@callback(
    Output("reports-files", "children"),
    Output("reports-states", "data"),
    Input("reports-tick", "n_intervals"),
    State("reports-states", "data"),
    prevent_initial_call=True,
)
def follow(_: int, known: dict[str, str]) -> tuple[Component, dict[str, str]]:
    """Show what changed."""
    files = services().export_history.all(MOST_SHOWN)
    states = states_of(files)
    if states == known:
        raise PreventUpdate
    return export_table(files, datetime.now(UTC)), states


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "export-cancel", "id": ALL}, "n_clicks"),
    prevent_initial_call=True,
)
def cancel(_: list[int | None]) -> Component:
    """Stop a file that is under way."""
    if not ctx.triggered_id or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    try:
        kept = services().export_jobs.cancel(ctx.triggered_id["id"])
    except ServiceError as error:
        return toast(str(error), failed=True)
    return toast(f"{kept.filename} is stopped.")


def _preview(address: str) -> Component:
    chosen, request = asked(address)
    document = services().reporting.document(chosen.report, request)
    title = find_report(chosen.report).label
    if sum(table.size or 0 for table in document.tables) > MOST_PREVIEWED:
        return card(title, nothing_here("Too long to look at here; generate the file.", "file-earmark-text"))
    return card(title, _frame(services().reporting.preview(document)), note="as HTML prints it")


def states_of(files: tuple[KeptExport, ...]) -> dict[str, str]:
    """How far each file is, by its id."""
    return {str(kept.id): f"{kept.status.value} {kept.rows_done}" for kept in files}


def _frame(markup: str) -> Component:
    return html.Iframe(srcDoc=markup, sandbox="", title="Preview of the report", className="report-frame")
