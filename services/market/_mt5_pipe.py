"""One run of the process that holds the MetaTrader5 module, and the pipe to it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import orjson
import structlog

from services.settings import FILE_SUFFIX, NAMES

if TYPE_CHECKING:
    from services.market._mt5_account import Known
    from services.market._mt5_session import Login

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 256
_OURS = frozenset({*NAMES, *(name + FILE_SUFFIX for name in NAMES)})
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What the process is to do: the module's name, the login, seconds between two looks."""

    login: Login
    module: str = "MetaTrader5"
    seconds: float = 1.0


class Child:
    """One run of the process, with a thread that hears it."""

    def __init__(self, job: Job) -> None:
        self._lines: queue.Queue[tuple[str, Any] | None] = queue.Queue(MOST_LINES)
        self._heard_at = time.monotonic()
        self.has_ended = False
        self._is_over = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "services.market._mt5_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            cwd=ROOT,
        )
        self._input = cast("IO[bytes]", self._process.stdin)
        self._output = cast("IO[bytes]", self._process.stdout)
        self._send({**asdict(job.login), "module": job.module, "seconds": job.seconds})
        self._hearing = threading.Thread(target=self._hear, args=(self._output,), daemon=True)
        self._hearing.start()

    @property
    def silent_seconds(self) -> float:
        """How long nothing was heard."""
        return time.monotonic() - self._heard_at

    def lines(self) -> list[tuple[str, Any]]:
        """What was heard since the last call: kind and value."""
        found: list[tuple[str, Any]] = []
        for _ in range(MOST_LINES):
            try:
                line = self._lines.get_nowait()
            except queue.Empty:
                break
            if line is None:
                self.has_ended = True
            else:
                found.append(line)
        return found

    def answer(self, known: Known) -> None:
        """Answer a question about an account, which it has waited for in silence."""
        self._heard_at = time.monotonic()
        clocks = [(clock.since.isoformat(), clock.zone, clock.offset_minutes) for clock in known.clocks]
        last = None if known.last_deal is None else known.last_deal.isoformat()
        self._send({"last_deal": last, "clocks": clocks, "zone": known.zone})

    def end(self) -> int:
        """End the process, if it runs, and say its exit code."""
        self._is_over = True
        self._process.kill()
        while self._hearing.is_alive():  # it may wait for room in the queue
            self.lines()
            self._hearing.join(0.01)
        for stream in (self._input, self._output):
            _close(stream)
        return self._process.wait()

    def _send(self, value: object) -> None:
        try:
            self._input.write(orjson.dumps(value) + b"\n")
            self._input.flush()
        except OSError:  # it has ended, which its other pipe tells
            _log.info("mt5_process_gone")

    def _hear(self, stream: IO[bytes]) -> None:
        for line in stream:
            self._heard_at = time.monotonic()
            self._lines.put(next(iter(orjson.loads(line).items())))
            self._heard_at = time.monotonic()
            if self._is_over:
                break
        self._lines.put(None)


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was not sent to it cannot be sent any more
        _log.info("mt5_process_gone")


def _environment() -> dict[str, str]:
    """Ours without the product's settings: the module needs no address and no secret of it."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    places = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return kept | {"PYTHONPATH": os.pathsep.join(places)}
