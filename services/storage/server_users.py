"""Who uses an embedded server: one locked file per process, so that a crash leaves no false user behind."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from pathlib import Path


class ServerUsers:
    """The processes that use one server; call it under the server's start lock only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: FileLock | None = None

    def join(self) -> None:
        """Count this process as a user until it leaves or ends, however it ends."""
        if self._lock is None:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}.lock"
            self._lock = FileLock(self._folder / name, thread_local=False)
            self._lock.acquire(timeout=0)

    def leave(self) -> bool:
        """Stop counting this process; True when nobody else uses the server."""
        if self._lock is None:
            return False
        self._lock.release()
        self._lock = None
        return not any(_is_held(path) for path in self._folder.glob("*.lock"))


def _is_held(path: Path) -> bool:
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    path.unlink(missing_ok=True)
    lock.release()
    return False
