"""The parent's side of the reading process: one process per file, killed when it takes too long.

Not `multiprocessing`: its children import the parent's main module again (here the whole dashboard), which
costs a second per file. A spare process is started while a file is read, so that only the first one waits for
the interpreter. The child gets no environment but what Python needs: no address and no secret of the product.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._grid import Grid, decode

if TYPE_CHECKING:
    from services.importers._limits import Limits

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "PYTHONHOME")
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
        _end(process)
    kind, payload = output[:1], output[1:]
    if kind == b"G":
        return decode(payload)
    if kind == b"R":
        raise UnreadableFileError(payload.decode())
    _log.warning(
        "reading process ended with %s: %s", process.returncode, complaint.decode(errors="replace")[-2_000:]
    )
    raise UnreadableFileError("The file is damaged, or needs more memory to read than a statement may take.")


def _start() -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    places = [str(_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    environment |= {"PYTHONPATH": os.pathsep.join(places), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [sys.executable, "-m", "services.importers._worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        close_fds=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None and not stream.closed:
            stream.close()
    process.wait()


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
            taken = ready or _start()
            self._owner, self._process = os.getpid(), _start()
        return taken

    def close(self) -> None:
        """End the waiting process, if it is ours."""
        with self._lock:
            process, self._process = self._mine(), None
        if process is not None:
            _end(process)

    def _mine(self) -> subprocess.Popen[bytes] | None:
        process = self._process
        if process is None or self._owner != os.getpid():
            return None
        if process.poll() is None:
            return process
        _end(process)
        return None


_spare = _Spare()
atexit.register(_spare.close)
