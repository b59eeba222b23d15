"""A comparison as bytes and back, bit for bit: a header in JSON and plain columns, no code in it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from services.calc.period import Period
from services.compared import FIGURES, Compared, Comparison, best_first
from services.comparison.correlation import Correlation
from services.comparison.ranking import Ranked
from services.metrics import NET, MetricValue, find_metric
from services.storage.column_bytes import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.comparison.weights import Weights
    from services.stamp import Stamp

FORMAT = 1  # rises when what is written changes
_WORDS = ("annualisation", "series", "reason")


def comparison_bytes(found: Comparison) -> bytes:
    """Everything of a comparison but who the accounts are and what was asked for."""
    ranked = found.ranked
    columns: dict[str, NDArray[Any]] = {
        "day": found.day,
        "index": np.concatenate([np.zeros(0), *(row.index for row in ranked)]),
        "correlation": found.correlation.values.ravel(),
    }
    for name in FIGURES:
        columns[f"{name}.value"] = np.array([row.figures[name].value for row in ranked], dtype=np.float64)
        columns[f"{name}.n"] = np.array([row.figures[name].n for row in ranked], dtype=np.int64)
    correlation, common = found.correlation, found.common
    beside = {
        "rows": [[str(row.account.id), _amount(row), row.reason] for row in (*ranked, *_rest(found))],
        "places": [{**asdict(row.place), "key": ""} for row in ranked if row.place is not None],
        "words": {name: [_words(row.figures[name]) for row in ranked] for name in FIGURES},
        "correlation": [[str(key) for key in correlation.keys], correlation.n, correlation.average],
        "why_not_correlated": correlation.reason,
        "common": None
        if common is None or common.start is None
        else [common.start.isoformat(), common.end.isoformat(), common.text],
        "not_added": found.not_added,
    }
    return packed(columns, beside)


def comparison_of(content: bytes, stamp: Stamp, weights: Weights) -> Comparison:
    """The comparison of a stamp that `comparison_bytes` wrote."""
    columns, beside = unpacked(content)
    owner_of = {account.id: account for account in stamp.accounts}
    keys, n, average = beside["correlation"]
    growth = columns["index"].reshape(len(beside["places"]), columns["day"].size)
    figures = [_figures(name, columns, beside["words"][name], stamp) for name in FIGURES]
    rows = []
    for at, (text, amount, reason) in enumerate(beside["rows"]):
        account, total = owner_of[UUID(text)], None if amount is None else Decimal(amount)
        if at >= len(beside["places"]):
            rows.append(Compared(account, None, {}, total, np.zeros(0), reason))
            continue
        place = Ranked(**{**beside["places"][at], "key": account.id})
        own = {name: column[at] for name, column in zip(FIGURES, figures, strict=True)}
        rows.append(Compared(account, place, own, total, growth[at], reason))
    return Comparison(
        best_first(rows),
        stamp.period,
        _period(beside["common"]),
        columns["day"],
        Correlation(
            tuple(UUID(key) for key in keys),
            columns["correlation"].reshape(len(keys), len(keys)),
            n,
            average,
            beside["why_not_correlated"],
        ),
        weights,
        stamp.terms,
        beside["not_added"],
    )


def _rest(found: Comparison) -> list[Compared]:
    return [row for row in found.rows if row.place is None]


def _amount(row: Compared) -> str | None:
    return None if row.total_pnl is None else str(row.total_pnl)


def _words(value: MetricValue) -> list[str]:
    return [getattr(value, name) for name in _WORDS]


def _figures(
    name: str, columns: dict[str, NDArray[Any]], words: Sequence[Sequence[str]], stamp: Stamp
) -> list[MetricValue]:
    metric, zone = find_metric(name), stamp.terms.zone
    values, observed = columns[f"{name}.value"].tolist(), columns[f"{name}.n"].tolist()
    return [
        MetricValue(metric, value, n, NET, zone, annualisation, series, reason)
        for value, n, (annualisation, series, reason) in zip(values, observed, words, strict=True)
    ]


def _period(told: Sequence[str] | None) -> Period | None:
    if told is None:
        return None
    start, end, text = told
    return Period(datetime.fromisoformat(start), datetime.fromisoformat(end), text)
