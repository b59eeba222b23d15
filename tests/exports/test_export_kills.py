"""An export that is killed at any of ten points is made again, whole, and leaves nothing torn behind."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from services import export_jobs
from services.calc.period import Period
from services.settings import PROJECT
from services.storage import export_queue
from services.storage.kept_exports import ExportStatus

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal."),
]
EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
VICTIM = """
import importlib, os, signal, sys
from uuid import UUID
module, name, when, export, url, data = sys.argv[1:]
from services.container import build
from services.settings import load
holder = importlib.import_module(module)
*path, last = name.split(".")
for part in path:
    holder = getattr(holder, part)
original = getattr(holder, last)

def marked(*args, **kwargs):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    found = original(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
    return found

setattr(holder, last, marked)
build(load({"DATABASE_URL": url, "DATA_DIR": data})).export_jobs.make(UUID(export))
"""
POINTS = (
    ("services.reporting", "Reporting.document", "before"),
    ("services.reporting", "Reporting.save", "before"),
    ("services.durable", "_partial", "before"),
    ("services.exports.json", "_write_table", "before"),
    ("services.exports.json", "_write_table", "after"),
    ("services.durable", "_finish", "before"),
    ("services.durable", "_finish", "after"),
    ("services.durable", "sync_folder", "after"),
    ("services.export_history", "ExportHistory.ready", "before"),
    ("services.storage.export_queue", "end_export", "after"),
)


def test_nothing_torn_or_orphaned_is_left_wherever_it_was_killed(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    jobs, history = demo_services.export_jobs, demo_services.export_history
    account = demo_services.performance.accounts()[0]
    for number, point in enumerate(POINTS):
        request = demo_services.reporting.request([account.id], EVERYTHING, options={"n": str(number)})
        kept = jobs.ask("trades", request, "json")
        _begin_next(demo_services)
        _kill_at(point, kept.id, demo_services)
        assert history.get(kept.id).status is ExportStatus.RUNNING, point
        with demo_services.database.begin() as connection:
            export_queue.queue_again(connection, datetime.now(UTC))
        _begin_next(demo_services)
        jobs.make(kept.id)
        done = history.get(kept.id)
        assert done.status is ExportStatus.READY, point
        content = history.path(done).read_bytes()
        assert json.loads(content)["parts"][0]["row_count"] == kept.rows_total
        assert [path.name for path in history.folder_of(kept.id).iterdir()] == [done.filename], point


def _begin_next(services: Services) -> None:
    with services.database.begin() as connection:
        export_queue.claim_next(connection, datetime.now(UTC))


def _kill_at(point: tuple[str, str, str], export_id: UUID, services: Services) -> None:
    settings = services.settings
    assert settings.database_url is not None
    url = settings.database_url.get_secret_value()
    command = [sys.executable, "-c", VICTIM, *point, str(export_id), url, str(settings.data_dir)]
    died = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True, timeout=120)
    assert died.returncode == -signal.SIGKILL, died.stderr
