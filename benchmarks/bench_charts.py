"""Charts: a million points to a figure beside plotly-resampler, pixels told; a figure as a plain value.

About a minute; the first time an environment for the peer too. Parts by name:
`python -m benchmarks.bench_charts callback`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks import _charts_callback, _charts_race

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks._figure import Figure

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "resampling": _charts_race.resampling,
    "callback": _charts_callback.callback,
}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]


if __name__ == "__main__":
    found = run(tuple(sys.argv[1:]) or tuple(PARTS))
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.exit(0 if all(line.holds for line in found) else 1)
