"""What the reports page does: make a file, show how it reads, follow it, stop it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dash import ALL, Input, Output, State, callback, ctx, html
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.card import card
from components.export_table import export_table
from components.states import nothing_here
from components.toast import toast
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import ReportQuery
from dashboard.scope import scope_of
from dashboard.view import private
from services.errors import ServiceError
from services.export_state import download_address
from services.reports import find_report
from services.storage.kept_exports import ExportStatus

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.reports import Request
    from services.storage.kept_exports import KeptExport

MOST_SHOWN, MOST_PREVIEWED = 50, 2_000


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("reports-generate", "n_clicks"),
    State("reports-address", "data"),
    prevent_initial_call=True,
)
def generate(clicks: int | None, address: str) -> Component:
    """Make the file, at once or by the jobs; the list below follows."""
    if not clicks:
        raise PreventUpdate
    try:
        chosen, request = _asked(address)
        kept = services().export_jobs.ask(chosen.report, request, chosen.format)
    except ServiceError as error:
        return toast(str(error), failed=True)
    return _told(kept)


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


@callback(
    Output("reports-files", "children"),
    Output("reports-states", "data"),
    Output("toasts", "children", allow_duplicate=True),
    Input("reports-tick", "n_intervals"),
    State("reports-states", "data"),
    prevent_initial_call=True,
)
def follow(_: int, known: dict[str, str]) -> tuple[Component, dict[str, str], Component | None]:
    """Show what changed, and say which file is ready."""
    made = services().export_history.all(MOST_SHOWN)
    states = states_of(made)
    if states == known:
        raise PreventUpdate
    ended = [kept for kept in made if kept.status is ExportStatus.READY and _was_waiting(kept, known)]
    return export_table(made, datetime.now(UTC)), states, _told(ended[0]) if ended else None


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


def _asked(address: str) -> tuple[ReportQuery, Request]:
    search = address.partition("?")[2]
    query = Query.of_address(search)
    scope = scope_of(query)
    request = services().reporting.request(scope.ids, scope.period, query.zone, currency=query.currency)
    return ReportQuery.of_address(search), request


def _preview(address: str) -> Component:
    chosen, request = _asked(address)
    document = services().reporting.document(chosen.report, request)
    title = find_report(chosen.report).label
    if sum(table.size or 0 for table in document.tables) > MOST_PREVIEWED:
        return card(title, nothing_here("Too long to look at here; generate the file.", "file-earmark-text"))
    return card(title, _frame(services().reporting.preview(document)), note="as HTML prints it")


def _told(kept: KeptExport) -> Component:
    if kept.status is ExportStatus.READY:
        return toast(f"{kept.filename} is ready.", link=("Download", download_address(kept)))
    return toast(f"{kept.filename} is under way; it shows below.")


def states_of(made: tuple[KeptExport, ...]) -> dict[str, str]:
    """How far each file is, by its id."""
    return {str(kept.id): f"{kept.status.value} {kept.rows_done}" for kept in made}


def _was_waiting(kept: KeptExport, known: dict[str, str]) -> bool:
    return known.get(str(kept.id), "").partition(" ")[0] in ("queued", "running")


def _frame(markup: str) -> Component:
    return html.Iframe(srcDoc=markup, sandbox="", title="Preview of the report", className="report-frame")
