"""A comparison as heatmaps: how accounts move together, and what their scores are made of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from components.heatmap_view import HeatmapView
from services.compared import MOST_SHOWN
from services.comparison.correlation import similar_order
from services.comparison.intensity import color_intensity
from services.comparison.matrix import FEW
from services.comparison.month_returns import month_returns
from services.comparison.weights import COMPONENTS
from services.metrics import find_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.comparing import Compared, Comparison

MOST_MONTHS = 6
NEUTRAL = 50.0


def correlation_view(comparison: Comparison) -> HeatmapView:
    """Correlations of the best accounts; those that move together stand together."""
    rows, known = comparison.ranked[:MOST_SHOWN], comparison.correlation
    place = {key: number for number, key in enumerate(known.keys)}
    order = np.array([place[row.account.id] for row in rows])
    alike = similar_order(known.values[np.ix_(order, order)])
    rows, order = tuple(rows[at] for at in alike), order[alike]
    values = known.values[np.ix_(order, order)]
    names = tuple(row.account.name for row in rows)
    texts = tuple(
        tuple(fmt.number(value, 2) if not math.isnan(value) else "" for value in row)
        for row in values.tolist()
    )
    counts = np.full(values.shape, known.n, dtype=np.int64)
    return HeatmapView(names, names, values, values, texts, texts, counts, np.zeros(values.shape, dtype=bool))


def months_view(comparison: Comparison) -> HeatmapView:
    """Returns of the best accounts in the last months, in the order of their places."""
    rows = comparison.ranked[:MOST_SHOWN]
    found = month_returns(comparison.day, [row.index for row in rows])
    values = found.values[:, -MOST_MONTHS:]
    heads = tuple(f"{month.astype(object):%b %y}" for month in found.month[-MOST_MONTHS:])
    texts, full = (
        tuple(tuple(fmt.fraction(value, digits, sign=True) for value in row) for row in values.tolist())
        for digits in (1, 2)
    )
    days = np.broadcast_to(found.days[-MOST_MONTHS:], values.shape)
    return HeatmapView(
        rows=tuple(row.account.name for row in rows),
        columns=heads,
        values=values,
        intensity=color_intensity(values, find_metric("total_return_twr")),
        brief=texts,
        full=full,
        counts=days,
        small=days < FEW,
    )


def components_view(comparison: Comparison, rows: Sequence[Compared]) -> HeatmapView:
    """The five components of each account, colored by their distance from neutral."""
    parts = [row.place.components for row in rows if row.place is not None]
    values = np.array([[part[name] for name in COMPONENTS] for part in parts], dtype=np.float64)
    texts = tuple(tuple(fmt.number(value, 0) for value in row) for row in values.tolist())
    full = tuple(tuple(fmt.number(value, 1) for value in row) for row in values.tolist())
    counts = np.full(values.shape, comparison.day.size, dtype=np.int64)
    heads = tuple(f"{word(name)} {comparison.weights.share(name):.0%}" for name in COMPONENTS)
    names = tuple(row.account.name for row in rows)
    small = np.zeros(values.shape, dtype=bool)
    return HeatmapView(names, heads, values, (values - NEUTRAL) / NEUTRAL, texts, full, counts, small)


def word(component: str) -> str:
    """The name of a component as people read it."""
    return component.replace("risk_adjusted", "risk-adjusted").replace("returns", "return").capitalize()
