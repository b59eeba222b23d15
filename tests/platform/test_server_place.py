"""Where the embedded server lives, and which account runs it."""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from pathlib import Path

import pytest

from services.errors import UnavailableError
from services.storage import server_place
from services.storage.embedded import EmbeddedServer
from services.storage.engine import Database
from tests.platform.server_process import holder, postmaster, ready, servers

pytestmark = pytest.mark.slow


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


def test_as_root_it_runs_unprivileged_and_opens_no_folder(folder: Path) -> None:
    server = EmbeddedServer(folder)
    server.start()
    try:
        assert postmaster(folder).uids().real != 0
        assert folder.stat().st_mode & 0o007 == 0
        assert folder.parent.stat().st_mode & 0o777 == 0o711
        assert server.place.home.is_relative_to(folder)
    finally:
        server.release()


def test_an_ordinary_account_runs_it_as_itself(folder: Path) -> None:
    folder.parent.chmod(0o755)
    folder.mkdir(mode=0o700)
    account = pwd.getpwnam("nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    with holder(folder, "nobody") as process:
        ready(process)
        assert postmaster(folder).uids().real == account.pw_uid
        process.communicate()
    assert servers(folder) == []


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
        database = Database(server.url)
        database.ping()
        database.dispose()
    finally:
        server.release()
