"""The last check of everything: sound, or every issue with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from components import format as fmt
from components import moment
from components.icon import icon
from components.states import nothing_here
from services.job_run import RunStatus

if TYPE_CHECKING:
    from datetime import datetime

    from dash.development.base_component import Component

    from services.job_run import JobRun

SHOWN = 12


def integrity_panel(run: JobRun | None, now: datetime) -> Component:
    """What the last run of the integrity job found."""
    if run is None:
        return nothing_here("Nothing has been checked yet: check now, or wait for the first night.", "shield")
    issues = run.detail.get("issues", [])
    checked = _checked(run, now)
    if run.status is RunStatus.FAILED and not issues:
        return html.Ul(
            [_line("exclamation-triangle", "loss", "The check failed", run.message)], className="notices"
        )
    if not issues:
        words = _line("check2-circle", "ok", "Everything adds up", checked)
        return html.Ul([words], className="notices")
    shown = [_issue(issue) for issue in issues[:SHOWN]]
    more = run.detail.get("count", len(issues)) - SHOWN
    rest = html.P(f"{fmt.count(more)} more: `python app.py verify` prints all.") if more > 0 else None
    return html.Div([html.Ul(shown, className="notices"), rest, html.P(checked, className="muted card-note")])


def _checked(run: JobRun, now: datetime) -> str:
    counts = run.detail.get("statistics", {})
    words = ", ".join(f"{fmt.count(number)} {name}" for name, number in counts.items() if number)
    when = run.finished_at or run.started_at
    return f"{words} checked {moment.age((now - when).total_seconds())} ago."


def _issue(issue: dict[str, Any]) -> Component:
    where = f"{issue['account']}: " if issue["account"] else ""
    return _line("exclamation-triangle", "loss", where + issue["problem"], issue["recommendation"])


def _line(symbol: str, tone: str, title: str, text: str) -> Component:
    words = [html.Div(title, className="notice-title"), html.Div(text, className="notice-text")]
    return html.Li([icon(symbol, tone), html.Div(words)])
