"""Files from wherever the data is: one click asks, the window's scripts fetch or follow what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, callback, clientside_callback
from dash.exceptions import PreventUpdate

from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import ReportQuery
from dashboard.scope import scope_of
from services.errors import ServiceError
from services.export_state import download_address
from services.reports import find_report
from services.storage.kept_exports import ExportStatus

if TYPE_CHECKING:
    from services.reports import Request

BENCHMARK = "benchmark"
WISH, MADE = "file-wish", "file-made"


@callback(Output(MADE, "data"), Input(WISH, "data"), prevent_initial_call=True)
def make(wish: dict[str, Any] | None) -> dict[str, Any]:
    """The file of the report that an address names."""
    if not wish:
        raise PreventUpdate
    return made(str(wish["address"]))


def made(address: str) -> dict[str, Any]:
    """A file at once, one under way, or a sentence that says why there is none."""
    try:
        chosen, request = asked(address)
        kept = services().export_jobs.ask(chosen.report, request, chosen.format)
    except ServiceError as error:
        return {"error": str(error)}
    is_ready = kept.status is ExportStatus.READY
    return {
        "id": str(kept.id),
        "filename": kept.filename,
        "status": kept.status.value,
        "url": download_address(kept) if is_ready else None,
    }


def asked(address: str) -> tuple[ReportQuery, Request]:
    """What an address asks for: report and format, accounts, period and options."""
    place, _, search = address.partition("?")
    query = Query.of_place(place, search)
    scope = scope_of(query)
    chosen = ReportQuery.of_address(search)
    options = dict(chosen.options)
    if query.benchmark and BENCHMARK in find_report(chosen.report).options:
        options[BENCHMARK] = query.benchmark
    return chosen, services().reporting.request(
        scope.ids, scope.period, query.zone, currency=query.currency, options=options
    )


clientside_callback(
    ClientsideFunction("files", "receive"),
    Output(WISH, "clear_data"),
    Input(MADE, "data"),
    prevent_initial_call=True,
)
