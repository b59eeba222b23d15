"""Accounts as rows, metrics as columns; each column is compared with itself only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from services.comparison.intensity import color_intensity, normalized
from services.comparison.matrix import Spread
from services.metrics import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.comparison.matrix import Terms
    from services.metrics import Metric, MetricValue
    from services.model import Account

FOREIGN = "It is an amount in {currency} that no dated rates convert; only results of trades are converted."


@dataclass(frozen=True, slots=True)
class AccountMatrix:
    """Metrics of accounts, shape (accounts, metrics); money in the currency of `terms`, NaN where undefined.

    `figures` are the same values by account, with n and the reason where there is none. `normalized` is in
    [0, 1] and `intensity` in [-1, 1], each by column; `spreads` are by column too.
    """

    accounts: tuple[Account, ...]
    metrics: tuple[Metric, ...]
    figures: tuple[tuple[MetricValue, ...], ...]
    values: NDArray[np.float64]
    normalized: NDArray[np.float64]
    intensity: NDArray[np.float64]
    spreads: tuple[Spread, ...]
    terms: Terms


def account_matrix(
    accounts: Sequence[Account],
    metrics: Sequence[Metric],
    figures: Sequence[Sequence[MetricValue]],
    terms: Terms,
) -> AccountMatrix:
    """The *figures*, one row an account and one column a metric, beside each other."""
    shape = (len(accounts), len(metrics))
    values = np.array([value.value for row in figures for value in row], dtype=np.float64).reshape(shape)
    columns = [values[:, number] for number in range(len(metrics))]
    shades = [color_intensity(column, metric) for column, metric in zip(columns, metrics, strict=True)]
    return AccountMatrix(
        accounts=tuple(accounts),
        metrics=tuple(metrics),
        figures=tuple(tuple(row) for row in figures),
        values=values,
        normalized=_side_by_side([normalized(column) for column in columns], shape),
        intensity=_side_by_side(shades, shape),
        spreads=tuple(Spread.of(column) for column in columns),
        terms=terms,
    )


def without_amount(value: MetricValue, account: Account, currency: str) -> MetricValue:
    """*value*, undefined when it is an amount in another currency that cannot be told in *currency*."""
    is_foreign = value.metric.unit is Unit.MONEY and account.currency != currency
    if not is_foreign or value.metric.needs == ("trades",):
        return value
    return replace(value, value=np.nan, reason=FOREIGN.format(currency=account.currency))


def _side_by_side(columns: Sequence[NDArray[np.float64]], shape: tuple[int, int]) -> NDArray[np.float64]:
    return np.stack(columns, axis=1) if columns else np.zeros(shape)
