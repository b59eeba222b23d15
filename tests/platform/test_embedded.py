"""The embedded server: kills, simultaneous starts, accounts, and what it leaves on disk."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from sqlalchemy import text

from services.container import build
from services.errors import UnavailableError
from services.settings import PROJECT, load
from services.storage import server_place
from services.storage.embedded import EmbeddedServer
from services.storage.engine import Database
from services.storage.server_users import ServerUsers

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow
IS_ROOT = os.geteuid() == 0

HOLD = """
import sys
from services.container import build
from services.settings import load
from sqlalchemy import text
services = build(load({"DATA_DIR": sys.argv[1]}))
with services.database.begin() as connection:
    connection.execute(text("CREATE TABLE IF NOT EXISTS kept (n integer)"))
    connection.execute(text("INSERT INTO kept VALUES (1)"))
print(connection.engine.url.query["host"], flush=True)
sys.stdin.read()
services.close()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="pt-"))
    path.chmod(0o711)  # nobody lists it, but the account of the server may walk through
    yield path / "data"
    for process in _servers(path):
        process.kill()
    shutil.rmtree(path, ignore_errors=True)


def _servers(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and process.cwd().startswith(str(folder)):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def _postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postgres/18/postmaster.pid").read_text().splitlines()[0]))


def _wait_until_stopped(folder: Path) -> None:
    deadline = time.monotonic() + 10
    while _servers(folder) and time.monotonic() < deadline:
        time.sleep(0.05)


def _python() -> str:
    """Our interpreter, or the system's of the same version when ours lies in a folder only root may enter."""
    nobody = server_place.Owner(65534, 65534)
    if not IS_ROOT or nobody.reaches(Path(sys.executable).resolve()):
        return sys.executable
    system = f"/usr/bin/python3.{sys.version_info.minor}"
    if not Path(system).exists():
        pytest.skip("no interpreter that another account may run")
    return system


@contextmanager
def _holder(folder: Path, account: str | None = None) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [_python(), "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        user=account,
        extra_groups=None if account is None else [],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _rows(folder: Path) -> int:
    services = build(load({"DATA_DIR": str(folder)}))
    try:
        with services.database.read() as connection:
            return int(connection.execute(text("SELECT count(*) FROM kept")).scalar_one())
    finally:
        services.close()


def _ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line
    return line.strip()


def test_a_restart_keeps_the_rows_and_the_last_user_stops_it(folder: Path) -> None:
    with _holder(folder) as process:
        _ready(process)
        process.communicate()
        assert process.returncode == 0
    assert _servers(folder) == []
    assert _rows(folder) == 1
    assert _servers(folder) == []


def test_a_killed_application_leaves_a_server_that_the_next_one_uses_and_stops(folder: Path) -> None:
    with _holder(folder) as process:
        _ready(process)
        server = _postmaster(folder).pid
        process.kill()
        process.wait()
    assert _postmaster(folder).pid == server
    services = build(load({"DATA_DIR": str(folder)}))
    assert _postmaster(folder).pid == server
    services.close()
    assert _servers(folder) == []
    assert _rows(folder) == 1


def test_a_killed_server_is_recovered_by_the_next_start(folder: Path) -> None:
    with _holder(folder) as process:
        _ready(process)
        _postmaster(folder).kill()
        process.kill()
    assert _rows(folder) == 1


def test_a_killed_server_comes_back_while_the_application_runs(folder: Path) -> None:
    services = build(load({"DATA_DIR": str(folder)}))
    try:
        services.database.ping()
        _postmaster(folder).kill()
        with suppress(UnavailableError):  # a query that was under way may fail
            services.database.ping()
        services.database.ping()
    finally:
        services.close()
    assert _servers(folder) == []


def test_two_starts_at_once_use_one_server_until_both_are_gone(folder: Path) -> None:
    with _holder(folder) as first, _holder(folder) as second:
        _ready(first)
        _ready(second)
        server = _postmaster(folder).pid
        first.communicate()
        assert psutil.pid_exists(server)
        assert _postmaster(folder).pid == server
        second.communicate()
    assert _servers(folder) == []
    assert _rows(folder) == 2


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


def test_nothing_is_written_outside_the_data_folder(folder: Path) -> None:
    before = set(folder.parent.parent.iterdir())
    server = EmbeddedServer(folder)
    server.start()
    new = set(folder.parent.parent.iterdir()) - before
    server.release()
    assert [path for path in new if path.name.startswith("performance-tracker")] == []
    assert {path.name for path in folder.iterdir()} == {"postgres"}


def test_a_long_path_moves_only_the_socket(folder: Path) -> None:
    long = folder / ("x" * 60) / ("y" * 60)
    server = EmbeddedServer(long)
    try:
        server.start()
        assert server.place.sockets.parent == Path(tempfile.gettempdir())
        assert server.place.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        server.release()
        shutil.rmtree(server.place.sockets)


def test_a_socket_folder_of_another_account_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = folder.parent / "elsewhere"
    stranger.symlink_to(folder.parent)
    with pytest.raises(UnavailableError, match="another account"):
        server_place._private(stranger, None)


def test_a_crashed_user_does_not_count(tmp_path: Path) -> None:
    users = ServerUsers(tmp_path / "users")
    users.join()
    (tmp_path / "users" / "1-dead.lock").touch()
    assert users.leave()
    assert not users.leave()


@pytest.mark.skipif(not IS_ROOT, reason="only root chooses another account")
def test_as_root_it_runs_unprivileged_and_opens_no_folder(folder: Path) -> None:
    server = EmbeddedServer(folder)
    server.start()
    try:
        assert _postmaster(folder).uids().real != 0
        assert folder.stat().st_mode & 0o007 == 0
        assert folder.parent.stat().st_mode & 0o777 == 0o711
        assert server.place.home.is_relative_to(folder)
    finally:
        server.release()


@pytest.mark.skipif(not IS_ROOT, reason="only root may become another account")
def test_an_ordinary_account_runs_it_as_itself(folder: Path) -> None:
    folder.parent.chmod(0o755)
    folder.mkdir(mode=0o700)
    account = pwd.getpwnam("nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    with _holder(folder, "nobody") as process:
        _ready(process)
        assert _postmaster(folder).uids().real == account.pw_uid
        process.communicate()
    assert _servers(folder) == []


@pytest.mark.skipif(not IS_ROOT, reason="only root meets folders its server cannot reach")
def test_as_root_an_unreachable_folder_keeps_its_mode(
    folder: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    monkeypatch.setattr(server_place, "SYSTEM_HOME", folder.parent.parent / f"{folder.parent.name}-system")
    folder.parent.chmod(0o700)
    server = EmbeddedServer(folder)
    try:
        server.start()
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert server.place.home.parent == server_place.SYSTEM_HOME
    finally:
        server.release()
        shutil.rmtree(server_place.SYSTEM_HOME)


@pytest.mark.skipif(not IS_ROOT, reason="only root meets programs its server cannot reach")
def test_as_root_unreachable_programs_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = folder.parent / "hidden"
    installed = server_place._programs()
    package = installed.parent
    for part in (installed, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, hidden / part.relative_to(package.parent))
    hidden.chmod(0o700)
    monkeypatch.setattr(server_place, "_programs", lambda: hidden / installed.relative_to(package.parent))
    server = EmbeddedServer(folder)
    server.start()
    try:
        assert server.program("postgres").is_relative_to(folder)
        Database(server.url).ping()
    finally:
        server.release()


def test_a_server_whose_queries_hang_is_ended_before_a_new_one_starts(folder: Path) -> None:
    services = build(load({"DATA_DIR": str(folder)}))
    try:
        with suppress(UnavailableError), services.database.connect() as connection:
            orphan = psutil.Process(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
            orphan.send_signal(signal.SIGSTOP)
            _postmaster(folder).kill()
            with suppress(UnavailableError):
                services.database.ping()
        services.database.ping()
        assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
    finally:
        services.close()
