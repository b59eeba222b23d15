"""Reports into the ledger: read as a dry run, compared figure by figure, stored when confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from dash import Input, Output, State, callback, dcc, html, register_page
from dash.exceptions import PreventUpdate

from components.import_form import NONE, Offer, import_form, offer_of, store_words
from components.import_result import Reading, reading_left, reading_right
from components.import_steps import drop_zone, import_steps
from components.page_header import page_header
from components.toast import toast
from dashboard.attachment import decoded
from dashboard.context import services
from dashboard.view import page, private
from services.calc.server_zone import ZONES
from services.errors import ServiceError
from services.importers import UPLOAD, SourceFile, formats

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash.development.base_component import Component

    from services.answers import ImportReport

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/import",
    name="Import",
    title="Import · Performance Tracker",
    order=70,
    icon="upload",
    group="Files",
    key="i",
)
CHOICES = [State("import-files", "filename"), Input("import-zone", "value"), Input("import-account", "value")]
Answer: TypeAlias = "tuple[list[Component], list[Component], dict[str, Any]]"


@page
def layout(**_: str) -> Component:
    """The page; nothing is stored before it is confirmed."""
    labels = [item.label for item in formats()]
    upload = dcc.Upload(
        drop_zone(), id="import-files", multiple=True, max_size=UPLOAD.size, className="drop", style={},
        className_active="drop-zone-active", style_active={}, style_reject={},
    )  # fmt: skip
    left = html.Div(import_steps(labels), id="import-left", className="rows")
    right = html.Div(id="import-right", className="rows")
    side = html.Div([right, import_form(ZONES)], className="rows")
    return html.Div(
        [
            page_header("Import", "Files are read and checked first; nothing is stored until you confirm."),
            html.Div(upload, className="drop-place"),
            html.Div([left, side], className="columns two-one"),
            dcc.Store(id="import-offer"),
        ],
        className="rows",
    )


@callback(
    Output("import-left", "children"),
    Output("import-right", "children"),
    Output("import-offer", "data"),
    Input("import-files", "contents"),
    *CHOICES,
    prevent_initial_call=True,
)
@private
def check(contents: list[str] | None, names: list[str] | None, zone: str, account: str) -> Answer:
    """What storing the files would do."""
    if not contents:
        raise PreventUpdate
    return _answer(
        _read(services().ingest.check, contents, names, account=account or None, server_zone=_chosen(zone))
    )


@callback(
    Output("import-form", "hidden"),
    Output("import-store", "children"),
    Output("import-store", "disabled"),
    Output("import-confirm-row", "hidden"),
    Output("import-zone-reason", "children"),
    Input("import-offer", "data"),
    Input("import-confirm", "value"),
    prevent_initial_call=True,
)
def offer(data: dict[str, Any] | None, confirmed: object) -> tuple[bool, object, bool, bool, str]:
    """The form under what was read: there when something can be stored."""
    found = Offer(**data) if data else Offer()
    may_store = found.deals > 0 and (found.reconciles or bool(confirmed))
    return not found.files, store_words(found), not may_store, found.reconciles, found.zone_reason


@callback(
    Output("import-left", "children", allow_duplicate=True),
    Output("import-right", "children", allow_duplicate=True),
    Output("import-offer", "data", allow_duplicate=True),
    Output("toasts", "children", allow_duplicate=True),
    Input("import-store", "n_clicks"),
    State("import-files", "contents"),
    State("import-files", "filename"),
    State("import-zone", "value"),
    State("import-account", "value"),
    State("import-confirm", "value"),
    prevent_initial_call=True,
)
@private
def store(
    clicks: int | None, contents: list[str], names: list[str], zone: str, account: str, confirmed: object
) -> tuple[object, ...]:
    """Store the files, and say what became of them."""
    if not clicks:
        raise PreventUpdate
    options = {"account": account or None, "server_zone": _chosen(zone), "accept_residual": bool(confirmed)}
    readings = _read(services().ingest.store, contents, names, **options)
    reports = [report for reading in readings for report in reading.reports]
    stored = sum(report.new_deals + report.changed_deals for report in reports if report.stored)
    failed = not all(report.stored for report in reports)
    words = "Nothing was stored: it does not add up." if failed else f"{stored:,} deals stored."
    return (*_answer(readings), toast(words, failed=failed))


def _read(
    use: Callable[..., tuple[ImportReport, ...]],
    contents: list[str] | None,
    names: list[str] | None,
    **options: object,
) -> list[Reading]:
    """Each file through *use*; one that cannot be read says why and leaves the others alone."""
    readings = []
    for name, content in zip(names or [], contents or [], strict=False):
        try:
            reports = use(SourceFile(name, decoded(content)), **options)
            readings.append(Reading(name, reports))
        except ServiceError as error:
            readings.append(Reading(name, error=str(error)))
    return readings


def _chosen(zone: str | None) -> str | None:
    return None if zone in (None, NONE) else zone


def _answer(readings: list[Reading]) -> Answer:
    return reading_left(readings), reading_right(readings), offer_of(readings)
