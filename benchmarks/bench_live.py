"""Live: what a quote, a frame and a screen cost; each beside a peer or a floor of the same run.

About twenty minutes. Parts by name: `python app.py bench live revaluation fanout outage load screen`.
"""

from __future__ import annotations

import sys
from importlib import util
from typing import TYPE_CHECKING

from benchmarks import _live_fanout, _live_load, _live_outage, _live_revaluation

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks._figure import Figure


def _screen() -> list[Figure]:
    """The part that needs Chromium and the packages of the tests."""
    if util.find_spec("selenium") is None:
        sys.stderr.write("quote to screen: left out, the packages of the tests are not installed\n")
        return []
    from benchmarks._live_screen import screen  # noqa: PLC0415 - only where it can be

    return screen()


PARTS: dict[str, Callable[[], list[Figure]]] = {
    "revaluation": _live_revaluation.revaluation,
    "fanout": _live_fanout.lines,
    "outage": _live_outage.outage,
    "load": _live_load.load_figures,
    "screen": _screen,
}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]
