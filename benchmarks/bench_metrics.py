"""Metrics: what they cost for many accounts, a long one, one more trade; each beside peers of the same run.

About five minutes. Parts by name: `python -m benchmarks.bench_metrics trades days update database`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks import _metrics_database, _metrics_kernels

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks._figure import Figure

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "trades": _metrics_kernels.trades,
    "days": _metrics_kernels.days,
    "update": _metrics_kernels.update,
    "database": _metrics_database.database,
}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]


if __name__ == "__main__":
    found = run(tuple(sys.argv[1:]) or tuple(PARTS))
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.exit(0 if all(line.holds for line in found) else 1)
