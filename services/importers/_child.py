"""The parent's side of the reading process: one process per file, killed when it takes too long.

A spare process is started while a file is read, so that only the first one waits for the interpreter.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

from services.confined import end, start
from services.errors import UnreadableFileError
from services.importers._grid import Grid, decode

if TYPE_CHECKING:
    from services.importers._limits import Limits

_WORKER = "services.importers._worker"
_log = logging.getLogger(__name__)


def read_in_child(content: bytes, limits: Limits) -> Grid:
    """The rows in *content*, read by another process; raises UnreadableFileError."""
    job = json.dumps(asdict(limits)).encode() + b"\n" + content
    process = _spare.take()
    try:
        output, complaint = process.communicate(job, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise UnreadableFileError(
            f"The file took longer than {limits.seconds:g} seconds to read; it was given up."
        ) from None
    finally:
        end(process)
    kind, payload = output[:1], output[1:]
    if kind == b"G":
        return decode(payload)
    if kind == b"R":
        raise UnreadableFileError(payload.decode())
    _log.warning(
        "reading process ended with %s: %s", process.returncode, complaint.decode(errors="replace")[-2_000:]
    )
    raise UnreadableFileError("The file is damaged, or needs more memory to read than a statement may take.")


class _Spare:
    """One process that is ready before it is needed; never shared with a forked copy of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None

    def take(self) -> subprocess.Popen[bytes]:
        """A process to read with; another one is started in its place."""
        with self._lock:
            ready, self._process = self._mine(), None
            taken = ready or start(_WORKER)
            self._owner, self._process = os.getpid(), start(_WORKER)
        return taken

    def close(self) -> None:
        """End the waiting process, if it is ours."""
        with self._lock:
            process, self._process = self._mine(), None
        if process is not None:
            end(process)

    def _mine(self) -> subprocess.Popen[bytes] | None:
        process = self._process
        if process is None or self._owner != os.getpid():
            return None
        if process.poll() is None:
            return process
        end(process)
        return None


_spare = _Spare()
atexit.register(_spare.close)
