"""The data page: what it shows is what is stored, and nothing is run before it is confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from dash.exceptions import PreventUpdate

from components.backup_table import backup_table
from components.integrity_panel import integrity_panel
from components.job_table import job_table, progress_words
from services.errors import UnavailableError
from services.job_run import JobRun, JobState, RunStatus
from tests.components.reading import looks, named, words

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.care import CareReport
    from services.container import Services

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _page() -> Any:
    """The module, which can be imported once the application is there."""
    return import_module("pages.data_care")


def _state(**fields: object) -> JobState:
    given = {
        "name": "backup",
        "title": "Backup",
        "period": timedelta(days=1),
        "next_run": NOW + HOUR,
        "current": None,
        "last": JobRun("backup", RunStatus.OK, NOW - HOUR, NOW - HOUR, seconds=8, message="Made."),
        "last_good": None,
        "is_overdue": False,
    }
    return JobState(**given | fields)  # type: ignore[arg-type]


def test_rows_and_sizes_are_those_of_the_database(demo: Services) -> None:
    shown = words(_page().layout())
    with demo.database.read() as connection:
        deals = connection.exec_driver_sql("SELECT count(*) FROM deals").scalar_one()
    assert f"{deals:,}" in shown
    assert "Embedded PostgreSQL" in shown or "PostgreSQL 18" in shown


def test_archived_rows_are_counted_with_those_of_the_database(demo: Services) -> None:
    before = demo.care.report().rows_of("performance_snapshots")
    demo.series_care.refresh()
    demo.retention.apply("performance_snapshots", dry_run=False)
    report = demo.care.report()
    assert report.archives
    assert report.rows_of("performance_snapshots") == before
    assert "only here" in words(_page().layout())


def test_a_backup_that_proved_is_said_to_have(demo: Services) -> None:
    made = demo.backups.make("full")
    shown = backup_table(demo.backups.list(), datetime.now(UTC))
    assert "proven" in words(shown)
    assert made.id[:8] in words(shown)
    assert demo.care.report().newest_proven is not None


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "ok"),
        ({"is_overdue": True}, "overdue"),
        ({"last": None}, "waiting"),
        ({"current": JobRun("backup", RunStatus.RUNNING, NOW)}, "running"),
        ({"last": JobRun("backup", RunStatus.FAILED, NOW, NOW, message="The disk is full.")}, "failed"),
    ],
)
def test_a_job_says_in_a_word_how_it_is(fields: dict[str, object], word: str) -> None:
    assert word in words(job_table([_state(**fields)], NOW))


def test_a_job_at_work_says_how_far_it_is_and_cannot_be_run_again() -> None:
    told = {"done": 1, "total": 4, "what": "copying deals"}
    table = job_table([_state(current=JobRun("backup", RunStatus.RUNNING, NOW, detail=told))], NOW)
    assert "25 %, copying deals" in words(table)
    assert [button.disabled for button in named(table, "Button")] == [True]


def test_a_job_that_is_asked_for_says_so() -> None:
    assert progress_words(JobRun("backup", RunStatus.REQUESTED, NOW)) == "asked for"


def test_each_issue_is_shown_with_what_to_do() -> None:
    issue = {"account": "A", "check": "trades", "problem": "Trade 2 is missing.", "recommendation": "Repair."}
    run = JobRun("integrity", RunStatus.FAILED, NOW, NOW, detail={"issues": [issue], "statistics": {}})
    shown = integrity_panel(run, NOW)
    assert "A: Trade 2 is missing." in words(shown)
    assert "Repair." in words(shown)
    assert any("loss" in look for look in looks(shown))


def test_nothing_is_run_before_it_is_confirmed(empty: Services) -> None:
    with pytest.raises(PreventUpdate):
        _page().run(None, "backup")
    assert empty.job_runs.under_way() == {}


def test_what_is_confirmed_is_asked_for_and_noted(empty: Services) -> None:
    said: Component = _page().run(1, "backup")
    assert "Asked for" in words(said)
    assert set(empty.job_runs.under_way()) == {"backup"}
    with empty.database.read() as connection:
        actions = connection.exec_driver_sql("SELECT action, object FROM audit_log").all()
    assert ("run_job", "backup") in [tuple(row) for row in actions]


def test_a_database_that_is_down_is_told_in_a_sentence(
    demo: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> CareReport:
        raise UnavailableError("The database is down.")

    monkeypatch.setattr(demo.care, "report", fail)
    assert "The database is down." in words(_page().layout())
