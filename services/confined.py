"""Processes for work on what came from outside: no secret in their environment, bounded memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_KEPT = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "PYTHONHOME")


def start(module: str) -> subprocess.Popen[bytes]:
    """Another interpreter that runs *module*, with pipes to it.

    Not `multiprocessing`: its children import the parent's main module again, here the whole dashboard. The
    child gets no environment but what Python needs: no address and no secret of the product.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    places = [str(_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    environment |= {"PYTHONPATH": os.pathsep.join(places), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        close_fds=True,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill it, whatever it does, and let go of its pipes."""
    process.kill()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None and not stream.closed:
            stream.close()
    process.wait()


def bound(*, memory: int, seconds: int, file_size: int = 0) -> None:
    """Bound this process: bytes of memory and of files it writes, seconds of CPU; nothing on Windows."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - exists on POSIX only

    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    )
    for name, value in wanted:
        _, hard = resource.getrlimit(name)
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (limit, limit))
