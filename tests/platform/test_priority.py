"""Work that can wait leaves the machine to those who watch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from services.settings import PROJECT

if TYPE_CHECKING:
    from services.storage.embedded import EmbeddedServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such levels.")

WORK = """
import json, os, sys
from pathlib import Path
from sqlalchemy import text
from services.priority import give_way
from services.storage.engine import Database

give_way(int(sys.argv[2]))
told = {"process": os.getpriority(os.PRIO_PROCESS, 0)}
for name, is_ours in (("ours", True), ("another", False)):
    database = Database(sys.argv[1], is_ours=is_ours)
    with database.read() as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        group = Path(f"/proc/{pid}/autogroup")
        told[name] = [os.getpriority(os.PRIO_PROCESS, pid), group.read_text() if group.exists() else ""]
        helpers = text("SHOW max_parallel_workers_per_gather")
        told[f"{name} helpers"] = connection.execute(helpers).scalar_one()
print(json.dumps(told))
"""


def levels(server: EmbeddedServer, level: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", WORK, server.url, str(level)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_our_own_server_is_as_patient_as_the_process_it_works_for(server: EmbeddedServer) -> None:
    here = os.getpriority(os.PRIO_PROCESS, 0)
    found = levels(server, 19)
    assert found["process"] == 19
    level, group = found["ours"]
    assert level == 19
    assert group == "" or group.endswith("nice 19\n")
    assert found["another"][0] == here
    assert found["ours helpers"] == "0", "a helper of a query would be a process that is not patient"
    assert found["another helpers"] != "0"


def test_what_is_not_bulk_stays_as_it_is(server: EmbeddedServer) -> None:
    here = os.getpriority(os.PRIO_PROCESS, 0)
    found = levels(server, 0)
    assert found["process"] == here
    assert found["ours"][0] == here
    assert found["ours helpers"] != "0"
