"""How many files and sockets this process may have open."""

from __future__ import annotations

import sys


def allow_open_files(count: int) -> int:
    """Raise our own bound to *count* where it is lower, as far as the system lets us; the bound of now."""
    if sys.platform == "win32":
        return count
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
