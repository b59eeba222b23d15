"""The data: what is kept where, what proves it, and what runs by itself."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, register_page
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.archive_table import archive_table
from components.backup_table import backup_table
from components.card import card
from components.care_dialog import care_dialog, question
from components.care_kpis import care_kpis
from components.integrity_panel import integrity_panel
from components.job_table import job_table, run_button
from components.kpi import kpi_row
from components.page_header import page_header
from components.report_menu import card_file, report_menu
from components.states import nothing_here
from components.storage_table import storage_table
from components.toast import toast
from dashboard.context import job_states, services
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.view import page
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.care import CareReport
    from services.job_run import JobState

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/data",
    name="Data",
    title="Data · Performance Tracker",
    order=80,
    icon="database",
    group="System",
    key="d",
)
TICK_MILLISECONDS = 3_000
RUN = {"type": "care-run", "job": ALL, "where": ALL}


@page
def layout(**_: str) -> Component:
    """The page; nothing is changed before it is confirmed."""
    now = datetime.now(UTC)
    report, states = services().care.report(), job_states(now)
    actions = [
        run_button("retention", "Apply retention", "archive", where="header"),
        run_button("integrity", "Check now", "shield-check", where="header"),
        run_button("backup", "Back up now", "cloud-arrow-down", where="header", primary=True),
    ]
    line = f"{report.engine} · {fmt.size(report.bytes)} · days in UTC"
    return html.Div(
        [
            page_header("Data", line, report_menu(report_links(Query(), "care")), *actions),
            html.Div(_kept(report, states, now), id="care-kept", className="rows"),
            card(
                "What runs by itself",
                html.Div(_jobs(states, now), id="care-jobs"),
                note="times in UTC",
                file=_file("runs", "Every run", states),
            ),
            care_dialog(),
            dcc.Store(id="care-job"),
            dcc.Store(id="care-stamps", data=_stamps(states)),
            dcc.Interval(id="care-tick", interval=TICK_MILLISECONDS),
        ],
        className="rows",
    )


@callback(
    Output("care-kept", "children"),
    Output("care-jobs", "children"),
    Output("care-stamps", "data"),
    Input("care-tick", "n_intervals"),
    State("care-stamps", "data"),
    prevent_initial_call=True,
)
def follow(_: int, known: str) -> tuple[object, object, str]:
    """Show what changed; nothing moves while nothing has."""
    now = datetime.now(UTC)
    states = job_states(now)
    stamp = _stamps(states)
    if stamp == known:
        raise PreventUpdate
    return _kept(services().care.report(), states, now), _jobs(states, now), stamp


@callback(
    Output("care-question", "children"),
    Output("care-job", "data"),
    Input(RUN, "n_clicks"),
    prevent_initial_call=True,
)
def ask(_: list[int | None]) -> tuple[object, str]:
    """What is asked before a job is run by hand."""
    if not ctx.triggered_id or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    job = str(ctx.triggered_id["job"])
    title = next((state.title for state in job_states(datetime.now(UTC)) if state.name == job), job)
    plan = services().retention.apply(dry_run=True) if job == "retention" else None
    return question(job, title, plan), job


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("care-confirm", "n_clicks"),
    State("care-job", "data"),
    prevent_initial_call=True,
)
def run(clicks: int | None, job: str | None) -> Component:
    """Ask the leader to run the job."""
    if not clicks or not job:
        raise PreventUpdate
    try:
        services().job_runs.request(job)
    except ServiceError as error:
        return toast(str(error), failed=True)
    return toast("Asked for; it begins within a second and shows below.")


def _kept(report: CareReport, states: tuple[JobState, ...], now: datetime) -> list[Component]:
    backups = backup_table(report.backups, now)
    rotation = "each restored and compared before it counts"
    checked = integrity_panel(report.integrity, now)
    return [
        kpi_row(care_kpis(report, states, now), scope="care"),
        html.Div(
            [
                card("Backups", backups, note=rotation, file=_file("backups", "Backups", report.backups)),
                card("Integrity", checked, note="every night"),
            ],
            className="columns two-one stretch",
        ),
        card(
            "Storage",
            storage_table(report.tables),
            note="rows and bytes in the database",
            file=_file("storage", "Storage", report.tables),
        ),
        card(
            "Archives",
            archive_table(report.archives),
            note="read as if they were in the database",
            file=_file("archives", "Archives", report.archives),
        ),
    ]


def _file(part: str, title: str, rows: Sequence[object]) -> Component | None:
    """What makes a file of a table of the page, once it has rows and there is an account to report on."""
    if not rows or not services().performance.accounts():
        return None
    return card_file(file_address(Query(), "care", part=part), title)


def _jobs(states: tuple[JobState, ...], now: datetime) -> Component:
    if not states:
        return nothing_here("No jobs run in this process.", "pause-circle")
    return job_table(states, now)


def _stamps(states: tuple[JobState, ...]) -> str:
    """What changes whenever a run begins, goes on or ends."""
    words = "|".join(f"{state.name} {state.current} {state.last}" for state in states)
    return hashlib.sha256(words.encode()).hexdigest()
