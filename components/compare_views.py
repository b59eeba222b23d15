"""A comparison as heatmaps: how accounts move together, and what their scores are made of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from components.heatmap_view import HeatmapView
from services.comparison.weights import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.comparing import Compared, Comparison

MOST_PAIRS = 20
NEUTRAL = 50.0


def correlation_view(comparison: Comparison) -> HeatmapView:
    """Correlations of the best accounts, in the order of their places."""
    rows, known = comparison.ranked[:MOST_PAIRS], comparison.correlation
    place = {key: number for number, key in enumerate(known.keys)}
    order = [place[row.account.id] for row in rows]
    values = known.values[np.ix_(order, order)]
    names = tuple(row.account.name for row in rows)
    texts = tuple(
        tuple(fmt.number(value, 2) if not math.isnan(value) else "" for value in row)
        for row in values.tolist()
    )
    counts = np.full(values.shape, known.n, dtype=np.int64)
    return HeatmapView(names, names, values, values, texts, texts, counts, np.zeros(values.shape, dtype=bool))


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
