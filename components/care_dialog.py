"""The question before a job is run by hand, with what it would do where that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.table import Column, plain_table

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.retention.outcome import Outcome

QUESTIONS = {
    "backup": "A backup is made, restored into a scratch database and compared; old ones go by plan.",
    "integrity": "Every account is read anew and compared with its deals; archives and backups are hashed.",
    "retention": "Old rows are written to archive files, read again and compared; only then do those leave"
    " the database that the policy lets go.",
}
OTHERWISE = "It begins within a second, beside whatever else is running."
COLUMNS = (Column("Table"), Column("Archived", "number"), Column("Removed", "number"))


def care_dialog() -> Component:
    """The empty dialog; its body is filled when it opens."""
    confirm = html.Button(
        "Run it now",
        id="care-confirm",
        type="button",
        className="button primary",
        **attributes(data_closes="1"),
    )
    cancel = html.Button("Not now", type="button", className="button", **attributes(data_closes="1"))
    body = [html.Div(id="care-question"), html.Div([cancel, confirm], className="actions")]
    return html.Dialog(
        html.Div(body, className="dialog-body"),
        id="care-dialog",
        className="dialog",
        **attributes(aria_label="Run a job now?"),
    )


def question(job: str, title: str, plan: Outcome | None = None) -> list[Component | None]:
    """What is asked before *job* is run."""
    text = html.P(QUESTIONS.get(job, OTHERWISE), className="muted")
    return [html.H2(f"Run {title[:1].lower()}{title[1:]} now?"), text, None if plan is None else _plan(plan)]


def _plan(plan: Outcome) -> Component:
    due = {name: counts for name, counts in plan.tables.items() if counts.archived or counts.purged}
    if not due:
        return html.P("Nothing is old enough: a run would change nothing.")
    rows = [[name, fmt.count(counts.archived), fmt.count(counts.purged)] for name, counts in due.items()]
    waiting = len(plan.waiting)
    held = html.P(f"{fmt.count(waiting)} months wait: {plan.waiting[0].reason}") if waiting else None
    return html.Div([plain_table(COLUMNS, rows, label="What would be done", dense=True), held])
