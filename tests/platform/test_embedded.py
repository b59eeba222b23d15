"""The embedded server survives kills, cut-off starts, and simultaneous ones."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
import pytest
from sqlalchemy import text

from services.container import build
from services.errors import UnavailableError
from services.settings import load
from services.storage.embedded import EmbeddedServer
from services.storage.server_users import ServerUsers
from tests.platform.server_process import IS_ROOT, holder, postmaster, ready, rows, servers

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_a_restart_keeps_the_rows_and_the_last_user_stops_it(folder: Path) -> None:
    with holder(folder) as process:
        ready(process)
        process.communicate()
        assert process.returncode == 0
    assert servers(folder) == []
    assert rows(folder) == 1
    assert servers(folder) == []


def test_a_killed_application_leaves_a_server_that_the_next_one_uses_and_stops(folder: Path) -> None:
    with holder(folder) as process:
        ready(process)
        server = postmaster(folder).pid
        process.kill()
        process.wait()
    assert postmaster(folder).pid == server
    services = build(load({"DATA_DIR": str(folder)}))
    assert postmaster(folder).pid == server
    services.close()
    assert servers(folder) == []
    assert rows(folder) == 1


def test_a_killed_server_is_recovered_by_the_next_start(folder: Path) -> None:
    with holder(folder) as process:
        ready(process)
        postmaster(folder).kill()
        process.kill()
    assert rows(folder) == 1


def test_a_killed_server_comes_back_while_the_application_runs(folder: Path) -> None:
    services = build(load({"DATA_DIR": str(folder)}))
    try:
        services.database.ping()
        killed = postmaster(folder)
        family = [killed, *killed.children()]
        killed.kill()
        psutil.wait_procs(family, timeout=30)  # what is left of them may answer a moment longer
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:  # queries that were under way may fail, those soon after may not
            with suppress(UnavailableError):
                services.database.ping()
                break
        services.database.ping()
    finally:
        services.close()
    assert servers(folder) == []


def test_two_starts_at_once_use_one_server_until_both_are_gone(folder: Path) -> None:
    with holder(folder) as first, holder(folder) as second:
        ready(first)
        ready(second)
        server = postmaster(folder).pid
        first.communicate()
        assert psutil.pid_exists(server)
        assert postmaster(folder).pid == server
        second.communicate()
    assert servers(folder) == []
    assert rows(folder) == 2


def test_a_pid_file_that_names_another_process_is_no_obstacle(folder: Path) -> None:
    services = build(load({"DATA_DIR": str(folder)}))
    services.close()
    (folder / "postgres/18/postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n0\n5432\n\n\n")
    services = build(load({"DATA_DIR": str(folder)}))
    services.database.ping()
    services.close()


def test_an_initialisation_that_was_cut_off_is_done_again(folder: Path) -> None:
    home = EmbeddedServer(folder).place.home
    (home / "partial").mkdir()
    (home / "partial" / "PG_VERSION").write_text("18")
    services = build(load({"DATA_DIR": str(folder)}))
    services.database.ping()
    services.close()


def test_a_server_that_cannot_start_names_its_log(folder: Path) -> None:
    server = EmbeddedServer(folder)
    server.start()
    server.release()
    (folder / "postgres/18/postgresql.conf").write_text("no_such_option = 1\n")
    with pytest.raises(UnavailableError, match=r"server\.log"):
        EmbeddedServer(folder).start()


def test_a_crashed_user_does_not_count(tmp_path: Path) -> None:
    users = ServerUsers(tmp_path / "users")
    users.join()
    (tmp_path / "users" / "1-dead.lock").touch()
    assert users.leave()
    assert not users.leave()


@pytest.mark.skipif(not IS_ROOT, reason="only root chooses another account")
@pytest.mark.skipif(not IS_ROOT, reason="only root may become another account")
@pytest.mark.skipif(not IS_ROOT, reason="only root meets folders its server cannot reach")
@pytest.mark.skipif(not IS_ROOT, reason="only root meets programs its server cannot reach")
def test_a_server_whose_queries_hang_is_ended_before_a_new_one_starts(folder: Path) -> None:
    services = build(load({"DATA_DIR": str(folder)}))
    try:
        with suppress(UnavailableError), services.database.connect() as connection:
            orphan = psutil.Process(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
            orphan.send_signal(signal.SIGSTOP)
            postmaster(folder).kill()
            with suppress(UnavailableError):
                services.database.ping()
        services.database.ping()
        assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
    finally:
        services.close()
