"""A sample of the metrics kept by period, computed again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.calc.integrity import Issue
from services.calc.period import Period
from services.periodic import stored
from services.storage.stored_metrics import sample_metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.container import Services

SAMPLE = 20
TOLERANCE = 1e-6
AGAIN = "Run the job `metrics` now on the data page: it computes them again."


def of_store(services: Services) -> Iterator[Issue]:
    """Kept metrics of closed periods of the ledger of now that come out otherwise."""
    with services.database.begin() as connection:
        sample = sample_metrics(connection, SAMPLE)
    for kept in sample:
        record = services.performance.record(kept.account_id)
        if kept.ledger_version != record.account.ledger_version:
            continue
        period = Period(kept.period_start, kept.period_end)
        fresh = stored(record, kept.period_type, period, kept.zone, kept.basis).values
        for name, value in kept.values.items():
            if not _same(value, fresh.get(name)):
                problem = (
                    f"The kept {name} of the {kept.period_type} period from {kept.period_start:%Y-%m-%d}"
                    f" ({kept.basis}) is {value}, computed again {fresh.get(name)}."
                )
                yield Issue(record.account.name, "metrics", problem, AGAIN)


def _same(kept: float | None, fresh: float | None) -> bool:
    if kept is None or fresh is None:
        return kept is fresh
    return math.isclose(kept, fresh, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
