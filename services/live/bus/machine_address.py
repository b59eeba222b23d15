"""Where publisher and readers of one machine meet."""

from __future__ import annotations

import hashlib
import os
import sys
from multiprocessing import AuthenticationError
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS, KEY = "live.sock", "live.key"
LOOK_SECONDS = 0.5
BROKEN = (OSError, EOFError, AuthenticationError)


def address(folder: Path) -> str:
    """Where the publisher of *folder* listens."""
    if sys.platform == "win32":
        return rf"\\.\pipe\performance-tracker-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    return str(folder / ADDRESS)
