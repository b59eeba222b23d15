"""Processes that tests start and kill: forked from one that has imported everything already."""

from __future__ import annotations

import multiprocessing
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

PRELOADED = ["tests.backup.test_crashes", "tests.retention.test_archive_faults", "tests.services.test_kills"]


def children() -> ForkServerContext | SpawnContext:
    """The context whose processes start in an instant, where the system can fork."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context
