"""Metrics: what they cost for many accounts, a long one, one more trade; each beside peers of the same run.

About five minutes. Parts by name: `python app.py bench metrics trades days update database compare account`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import _metrics_account, _metrics_compare, _metrics_database, _metrics_kernels

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks._figure import Figure

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "trades": _metrics_kernels.trades,
    "days": _metrics_kernels.days,
    "update": _metrics_kernels.update,
    "database": _metrics_database.database,
    "compare": _metrics_compare.compare,
    "account": _metrics_account.account,
}


def run(names: tuple[str, ...] = tuple(PARTS)) -> list[Figure]:
    """Every part in turn."""
    return [figure for name in names for figure in PARTS[name]()]
