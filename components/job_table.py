"""The jobs: when each ran last, what it did, when it runs next, and a button that runs it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.attributes import attributes
from components.icon import icon
from components.pill import pill
from components.table import Column, cell, plain_table
from services.job_run import RunStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.job_run import JobRun, JobState

COLUMNS = (
    Column("Job"),
    Column("State"),
    Column("Last run", "number wide-only"),
    Column("Took", "number wide-only"),
    Column("What it did", "long wide-only"),
    Column("Next run", "number wide-only"),
    Column("", "number"),
)
TONES = {"ok": "ok", "running": "accent", "failed": "loss", "overdue": "warn", "waiting": "neutral"}


def job_table(states: Sequence[JobState], now: datetime) -> Component:
    """One line a job."""
    return plain_table(COLUMNS, [_row(state, now) for state in states], label="Jobs", dense=True)


def progress_words(run: JobRun) -> str:
    """How far a run is.

    >>> from datetime import UTC, datetime
    >>> from services.job_run import JobRun
    >>> told = {"done": 3, "total": 12, "what": "deals"}
    >>> progress_words(JobRun("backup", RunStatus.RUNNING, datetime(2026, 1, 1, tzinfo=UTC), detail=told))
    '25 %, deals'
    """
    if run.status is RunStatus.REQUESTED:
        return "asked for"
    total = run.detail.get("total")
    if not total:
        return "at work"
    return f"{fmt.fraction(run.detail['done'] / total, 0)}, {run.detail['what']}".replace(
        fmt.NARROW_SPACE, " "
    )


def _row(state: JobState, now: datetime) -> Children:
    last = state.last
    ended = None if last is None else last.finished_at
    return [
        state.title,
        pill(state.word, TONES[state.word], title=_meaning(state)),
        cell(_ago(ended, now), "number wide-only", moment.utc(ended)),
        "" if last is None else _took(last.seconds / last.runs),
        html.Span(_did(state), title=_did(state)),
        cell(_ahead(state.next_run, now), "number wide-only", moment.utc(state.next_run)),
        run_button(state.name, "Run", "play", where="table", disabled=state.current is not None),
    ]


def _took(seconds: float) -> str:
    return "< 1 s" if seconds < 1 else moment.duration(seconds)


def _did(state: JobState) -> str:
    if state.current is not None:
        return progress_words(state.current)
    return "" if state.last is None else state.last.message


def _meaning(state: JobState) -> str:
    if state.last_good is None:
        return "It has not ended well yet."
    return f"Its last good run ended at {moment.utc(state.last_good.finished_at)}."


def _ago(time: datetime | None, now: datetime) -> str:
    return fmt.UNDEFINED if time is None else f"{moment.age((now - time).total_seconds())} ago"


def _ahead(time: datetime | None, now: datetime) -> str:
    if time is None:
        return fmt.UNDEFINED
    seconds = (time - now).total_seconds()
    return "now" if seconds <= 0 else f"in {moment.age(seconds)}"


def run_button(
    job: str, text: str, symbol: str, *, where: str, primary: bool = False, disabled: bool = False
) -> Component:
    """A button that asks before *job* is run; *where* tells buttons of the same job apart."""
    return html.Button(
        [icon(symbol), text],
        id={"type": "care-run", "job": job, "where": where},
        type="button",
        className="button primary" if primary else "button",
        disabled=disabled,
        **attributes(data_opens="care-dialog"),
    )
