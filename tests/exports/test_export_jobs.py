"""Files that are asked for: at once or queued, made once, cancelled, made again after a crash, never torn."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from services import export_jobs
from services.calc.period import Period
from services.errors import InvalidInputError, NoSpaceError, NotFoundError
from services.export_runner import ExportRunner
from services.exports import formats
from services.settings import PROJECT
from services.storage import export_queue
from services.storage.kept_exports import ExportStatus, KeptExport

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy import Connection

    from services.container import Services
    from services.reports import Request

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
ORPHAN = """
import sys, time
from services.export_jobs import ExportJobs
ExportJobs.make = lambda self, export: time.sleep(60)
sys.argv[1:1] = ["make-export"]
from app import root
root()
"""
SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")


@pytest.fixture
def request_(demo_services: Services) -> Request:
    return demo_services.reporting.request([], EVERYTHING)


@pytest.fixture
def queued(demo_services: Services, request_: Request, monkeypatch: pytest.MonkeyPatch) -> KeptExport:
    """A file that is too long to be made at once."""
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    kept = demo_services.export_jobs.ask("trades", request_, "csv")
    assert kept.status is ExportStatus.QUEUED
    return kept


def until(runner: ExportRunner, holds: Callable[[], bool], seconds: float = 20) -> None:
    """Steps until it holds."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not come true in time"
        runner.step()
        time.sleep(0.02)


def status(services: Services, kept: KeptExport) -> ExportStatus:
    return services.export_history.get(kept.id).status


def test_a_small_file_is_ready_at_once(demo_services: Services, request_: Request) -> None:
    kept = demo_services.export_jobs.ask("trades", request_, "csv")
    path = demo_services.export_history.path(kept)
    assert kept.status is ExportStatus.READY
    assert path.stat().st_size == kept.size
    assert kept.progress == 1


def test_the_same_request_of_several_at_once_is_queued_once(
    demo_services: Services, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    together = threading.Barrier(4)
    found = demo_services.export_jobs._history.find

    def find(*words: Any) -> KeptExport | None:
        known = found(*words)
        together.wait(20)
        return known

    monkeypatch.setattr(demo_services.export_jobs._history, "find", find)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(demo_services.export_jobs.ask, "trades", request_, "csv") for _ in range(4)]
        assert len({one.result().id for one in asked}) == 1


def test_the_same_request_is_answered_by_the_same_file(demo_services: Services, request_: Request) -> None:
    ask = demo_services.export_jobs.ask
    kept = ask("trades", request_, "csv")
    assert ask("trades", request_, "csv").id == kept.id
    assert ask("trades", request_, "json").id != kept.id
    assert ask("metrics", request_, "csv").id != ask("metrics", request_, "csv").id, "it shows what moves"


def test_a_changed_ledger_or_a_lost_file_is_asked_anew(demo_services: Services, request_: Request) -> None:
    ask, history = demo_services.export_jobs.ask, demo_services.export_history
    kept = ask("trades", request_, "csv")
    history.path(kept).unlink()
    again = ask("trades", request_, "csv")
    assert again.id != kept.id
    from sqlalchemy import text  # noqa: PLC0415

    with demo_services.database.begin() as connection:
        connection.execute(text("UPDATE accounts SET ledger_version = ledger_version + 1"))
    assert ask("trades", request_, "csv").id != again.id


def test_a_long_file_is_queued_and_made_by_itself(demo_services: Services, queued: KeptExport) -> None:
    ask = demo_services.export_jobs.ask
    assert ask("trades", demo_services.reporting.request([], EVERYTHING), "csv").id == queued.id
    demo_services.export_jobs.make(queued.id)
    done = demo_services.export_history.get(queued.id)
    assert done.status is ExportStatus.READY
    rows = demo_services.export_history.path(done).read_bytes().count(b"\r\n") - 1
    assert rows == queued.rows_total


@pytest.mark.parametrize("form", [form.name for form in formats()])
def test_the_rows_of_every_table_are_counted_once(
    demo_services: Services, request_: Request, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Of a statement of several accounts, in which the first table is not the last."""
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    monkeypatch.setattr(export_jobs, "TELL_SECONDS", 0)
    told: list[tuple[int, int]] = []
    note = export_queue.set_progress

    def told_too(connection: Connection, export_id: UUID, rows: int, total: int | None) -> None:
        told.append((rows, total or 0))
        note(connection, export_id, rows, total)

    monkeypatch.setattr(export_queue, "set_progress", told_too)
    queued = demo_services.export_jobs.ask("statement", request_, form)
    demo_services.export_jobs.make(queued.id)
    done = demo_services.export_history.get(queued.id)
    assert (done.rows_done, done.rows_total) == (queued.rows_total, queued.rows_total)
    assert told == sorted(told)
    assert {total for _, total in told} == {queued.rows_total}


def test_a_process_of_its_own_makes_it(demo_services: Services, queued: KeptExport) -> None:
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).touch()"
    mark = demo_services.settings.exports / "made"
    runner = ExportRunner(demo_services, (sys.executable, "-c", code, str(mark)))
    until(runner, mark.exists)
    until(runner, lambda: status(demo_services, queued) is ExportStatus.FAILED)
    assert "unexpectedly" in demo_services.export_history.get(queued.id).error


def test_a_queued_file_is_cancelled_at_once(demo_services: Services, queued: KeptExport) -> None:
    assert demo_services.export_jobs.cancel(queued.id).status is ExportStatus.CANCELLED
    runner = ExportRunner(demo_services, SLEEPER)
    runner.step()
    assert status(demo_services, queued) is ExportStatus.CANCELLED


def test_one_at_work_is_stopped_within_two_seconds(demo_services: Services, queued: KeptExport) -> None:
    runner = ExportRunner(demo_services, SLEEPER)
    runner.step()
    assert status(demo_services, queued) is ExportStatus.RUNNING
    demo_services.export_jobs.cancel(queued.id)
    until(runner, lambda: status(demo_services, queued) is ExportStatus.CANCELLED, seconds=2)
    assert not demo_services.export_history.folder_of(queued.id).exists()


def test_who_takes_over_makes_it_again_but_not_for_ever(demo_services: Services, queued: KeptExport) -> None:
    for attempt in range(3):
        runner = ExportRunner(demo_services, SLEEPER)
        runner.step()
        assert status(demo_services, queued) is ExportStatus.RUNNING
        assert runner._process is not None
        os.kill(runner._process.pid, signal.SIGKILL)
        ExportRunner(demo_services, SLEEPER).take_over()
        expected = ExportStatus.QUEUED if attempt < 2 else ExportStatus.FAILED
        assert status(demo_services, queued) is expected
        runner.drop()


def test_what_ends_well_or_is_stopped_leaves_nothing_half_written(
    demo_services: Services, queued: KeptExport
) -> None:
    folder = demo_services.export_history.folder_of(queued.id)
    folder.mkdir(parents=True)
    (folder / "0123.partial").write_bytes(b"half")
    demo_services.export_jobs.make(queued.id)
    assert [path.name for path in folder.iterdir()] == [queued.filename]


def test_a_file_that_nobody_wants_any_more_is_removed(demo_services: Services, queued: KeptExport) -> None:
    demo_services.export_history.was_cancelled(queued.id, datetime.now(UTC))
    demo_services.export_jobs.make(queued.id)
    assert status(demo_services, queued) is ExportStatus.CANCELLED
    assert not demo_services.export_history.folder_of(queued.id).exists()


def test_a_full_disk_is_said_before_anything_is_written(
    demo_services: Services, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "LEAST_FREE", 1 << 60)
    with pytest.raises(NoSpaceError, match="free space there first"):
        demo_services.export_jobs.ask("trades", request_, "csv")


@pytest.mark.parametrize(("report", "format_name"), [("nothing", "csv"), ("trades", "docx")])
def test_what_is_unknown_is_said(
    demo_services: Services, request_: Request, report: str, format_name: str
) -> None:
    with pytest.raises(InvalidInputError, match="choose"):
        demo_services.export_jobs.ask(report, request_, format_name)


def test_progress_and_the_time_that_is_left_are_told(demo_services: Services, queued: KeptExport) -> None:
    now = datetime.now(UTC)
    with demo_services.database.begin() as connection:
        export_queue.claim_next(connection, now - timedelta(seconds=10))
        export_queue.set_progress(connection, queued.id, 250, 1_000)
    kept = demo_services.export_history.get(queued.id)
    assert kept.progress == 0.25
    assert kept.seconds_left(now) == pytest.approx(30, abs=0.1)


def test_the_process_ends_with_the_one_that_began_it(demo_services: Services, queued: KeptExport) -> None:
    settings = demo_services.settings
    assert settings.database_url is not None
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(settings.data_dir)}
    environment |= {"DATABASE_URL": settings.database_url.get_secret_value()}
    command = [sys.executable, "-c", ORPHAN, str(queued.id)]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.close()  # as the system does when the one that began it dies
    assert process.wait(60) == -signal.SIGTERM
    assert status(demo_services, queued) is ExportStatus.QUEUED


def test_who_no_longer_leads_lets_go_without_a_word(demo_services: Services, queued: KeptExport) -> None:
    runner = ExportRunner(demo_services, SLEEPER)
    runner.step()
    runner.drop()
    assert status(demo_services, queued) is ExportStatus.RUNNING, "it is another process's by now"


def test_a_file_is_gone_after_its_days_and_made_anew_when_it_is_asked_for(
    demo_services: Services, request_: Request
) -> None:
    ask, history = demo_services.export_jobs.ask, demo_services.export_history
    kept = ask("trades", request_, "csv")
    assert kept.expires_at is not None
    assert history.expire(kept.expires_at - timedelta(seconds=1)) == 0
    assert history.path(kept).is_file()
    assert history.expire(kept.expires_at + timedelta(seconds=1)) == 1
    assert not history.folder_of(kept.id).exists()
    with pytest.raises(NotFoundError):
        history.get(kept.id)
    assert ask("trades", request_, "csv").id != kept.id
