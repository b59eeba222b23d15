"""The product as a process of its own, for tests that meet it from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psutil

from services.settings import PROJECT
from services.upgrading import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.container import Services

STOP_SECONDS = 40


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "PYTHONDONTWRITEBYTECODE": "1", **more}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def served(
    data_dir: Path,
    database_url: str,
    *arguments: str,
    demo: Services | None = None,
    announces: bool = True,
    **more: str,
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running product and its address; with *demo* its database gets the demo accounts first."""
    if demo is not None:
        upgrade(demo)
        demo.demo.create()
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "app.py"), "run", "--port", str(port), "--no-demo", *arguments],
        env=environment(data_dir, DATABASE_URL=database_url, LOG_FORMAT="json", **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        if announces:
            assert process.stdout is not None
            assert process.stdout.readline() == f"Performance Tracker on http://localhost:{port}\n"
        yield process, f"http://localhost:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=STOP_SECONDS)


def part_of(process: subprocess.Popen[str], role: str) -> psutil.Process:
    """The child that does a role's work; raises IndexError while there is none."""
    children = psutil.Process(process.pid).children()
    return [child for child in children if child.cmdline()[-1:] == [role]][0]  # noqa: RUF015 - IndexError is meant


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it holds before the time is over; what raises does not hold yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, IndexError, psutil.Error):
            if holds():
                return True
        time.sleep(0.1)
    return False
