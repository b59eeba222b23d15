"""Work that can wait: this process, and what its own database server does for it, take what others leave."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

BACKGROUND = 10
BULK = 19


def give_way(level: int) -> None:
    """Be at least this patient (0 like everybody, 19 most); what is more patient already stays so."""
    if sys.platform != "win32":
        os.nice(max(level - patience(), 0))


def patience() -> int:
    """How patient this process is."""
    return 0 if sys.platform == "win32" else max(os.getpriority(os.PRIO_PROCESS, 0), 0)


def make_patient(process_id: int, level: int) -> None:
    """Let another process of this machine give way as well, where that is allowed.

    Each connection's process at a PostgreSQL server has a session of its own. Linux weighs sessions before
    processes wherever it groups them (`autogroup`), so the session is told too.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):  # another account's, or gone already: it goes on as it was
        os.setpriority(os.PRIO_PROCESS, process_id, level)
        if os.getsid(process_id) == process_id:
            Path(f"/proc/{process_id}/autogroup").write_text(str(level), encoding="ascii")
