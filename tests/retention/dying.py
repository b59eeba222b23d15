"""A process of its own that applies retention; it imports little, so that it starts soon."""

from __future__ import annotations

import os
import resource
import signal
from typing import TYPE_CHECKING, Any

from services.errors import NoSpaceError
from services.retention.retention import Retention
from services.settings import load
from services.storage.engine import Database

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def apply_in_child(
    url: str, folder: Path, kill_at: str | None, room: int | None, now: datetime, told: Any
) -> None:
    """Applies retention until it is killed at a stage, or may write files of so many bytes only."""
    if room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    def die(stage: str) -> None:
        if stage == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    database = Database(url)
    try:
        Retention(database, load({"DATA_DIR": str(folder), "RETENTION_PURGE_TRADE_DAYS": "2555"}), die).apply(
            dry_run=False, now=now
        )
    except NoSpaceError as error:
        told.put(str(error))
