"""The folder where the processes of one installation find each other's sockets."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from services.errors import UnavailableError

LONGEST_PATH = 100  # some systems allow 104 bytes for the address of a socket
LONGEST_NAME = len("/stream.sock")


def meeting_place(data_dir: Path) -> Path:
    """The data folder, or one of ours for it when its path is too long for an address.

    Raises UnavailableError when that one belongs to another account.
    """
    if sys.platform == "win32" or len(os.fsencode(data_dir)) + LONGEST_NAME <= LONGEST_PATH:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return data_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"performance-tracker-live-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise UnavailableError(f"The folder {folder} belongs to another account; set a shorter DATA_DIR.")
    return folder
