"""Several processes as one: started together, started again when they die, ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import structlog

from services.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.role import Role

FIRST_PAUSE, LAST_PAUSE = 1.0, 30.0
STEADY_SECONDS = 60.0
LOOK_SECONDS = 0.2
GRACE_SECONDS = 25.0
MOST_FAILURES = 6

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Child:
    """A process of ours, and when it may be started again."""

    role: Role
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0

    def start(self, listener: int | None) -> None:
        """Start it; it ends when our end of its standard input is closed, which our death does too."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            self.command, stdin=subprocess.PIPE, pass_fds=() if listener is None else (listener,)
        )

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process is not None and self.process.poll() is None

    @property
    def pause(self) -> float:
        """Seconds from its last start until it is started again."""
        return min(FIRST_PAUSE * 2.0 ** max(self.failures - 1, 0), LAST_PAUSE)


class Supervisor:
    """Runs one child for each role until a signal comes, or until one of them can't be kept running."""

    def __init__(self, roles: Sequence[Role], arguments: Sequence[str], listener: int | None) -> None:
        program = [sys.executable, str(PROJECT / "app.py"), "run", "--child", *arguments]
        self._children = [Child(role, [*program, "--role", role.value]) for role in roles]
        self._listener = listener
        self._signals = 0

    def run(self) -> int:
        """Keep them running; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        for child in self._children:
            child.start(self._listener)
        code = 0
        while not self._signals:
            failed = [child for child in self._children if not self._keep(child)]
            if failed:
                log.error("process_given_up", role=failed[0].role.value)
                code = 1
                break
            time.sleep(LOOK_SECONDS)
        self._end()
        return code

    def _keep(self, child: Child) -> bool:
        """Start a child again that has ended; False when it never lasts."""
        if child.is_running:
            if child.failures and time.monotonic() - child.started_at > STEADY_SECONDS:
                child.failures = 0
            return True
        if child.process is not None:
            code, child.process = child.process.returncode, None
            child.failures += 1
            log.warning("process_died", role=child.role.value, code=code, failures=child.failures)
        if child.failures >= MOST_FAILURES:
            return False
        if time.monotonic() - child.started_at >= child.pause:
            child.start(self._listener)
        return True

    def _on_signal(self, *_: object) -> None:
        self._signals += 1  # no event: setting one that the same thread waits for can lock it up for good

    def _end(self) -> None:
        """End all at once and wait for them; a second signal does not wait."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        patience = time.monotonic() + GRACE_SECONDS
        while any(process.poll() is None for process in running):
            if time.monotonic() > patience or self._signals > 1:
                for process in running:
                    process.kill()
                break
            time.sleep(LOOK_SECONDS / 4)
        for process in running:
            process.wait()


def follow_parent() -> None:
    """End this process when the one that started it is gone."""
    threading.Thread(target=_wait_for_parent, name="parent", daemon=True).start()


def _wait_for_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def wait_for_end() -> None:
    """Return when the process is asked to end."""
    signals: list[int] = []  # no event: setting one that the same thread waits for can lock it up for good

    def end(number: int, _frame: object) -> None:
        signals.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    while not signals:
        time.sleep(LOOK_SECONDS)


def leave() -> NoReturn:
    """End at once: threads whose clients never let go would keep the interpreter waiting."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
