"""Processes that hold an embedded server, for the tests that kill them."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from sqlalchemy import text

from services.container import build
from services.settings import PROJECT, load
from services.storage import server_place

if TYPE_CHECKING:
    from collections.abc import Iterator

IS_ROOT = os.geteuid() == 0

HOLD = """
import sys
from services.container import build
from services.settings import load
from sqlalchemy import text
services = build(load({"DATA_DIR": sys.argv[1]}))
with services.database.begin() as connection:
    connection.execute(text("SELECT pg_advisory_xact_lock(1)"))  # two that create at once would collide
    connection.execute(text("CREATE TABLE IF NOT EXISTS kept (n integer)"))
    connection.execute(text("INSERT INTO kept VALUES (1)"))
print(connection.engine.url.query["host"], flush=True)
sys.stdin.read()
services.close()
"""


def servers(folder: Path) -> list[psutil.Process]:
    """Every server process below *folder*."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and process.cwd().startswith(str(folder)):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postgres/18/postmaster.pid").read_text().splitlines()[0]))


def _python() -> str:
    """Our interpreter, or the system's of the same version when ours lies in a folder only root may enter."""
    nobody = server_place.Owner(65534, 65534)
    if nobody.reaches(Path(sys.executable).resolve()):
        return sys.executable
    system = f"/usr/bin/python3.{sys.version_info.minor}"
    if not Path(system).exists():
        pytest.skip("no interpreter that another account may run")
    return system


@contextmanager
def holder(folder: Path, account: str | None = None) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable if account is None else _python(), "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        user=account,
        extra_groups=None if account is None else [],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(Path(psutil.__file__).parents[1]),
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def rows(folder: Path) -> int:
    services = build(load({"DATA_DIR": str(folder)}))
    try:
        with services.database.read() as connection:
            return int(connection.execute(text("SELECT count(*) FROM kept")).scalar_one())
    finally:
        services.close()


def ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line
    return line.strip()
