"""What a comparison answers: accounts beside each other over the days they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from uuid import UUID

    import numpy as np
    from numpy.typing import NDArray

    from services.calc.period import Period
    from services.comparison.correlation import Correlation
    from services.comparison.matrix import Terms
    from services.comparison.ranking import Ranked
    from services.comparison.weights import Weights
    from services.metrics import MetricValue
    from services.model import Account

MOST_DRAWN, MOST_SHOWN = 8, 20  # accounts that a chart tells apart, and that a matrix has room for
FIGURES = (
    "total_return_twr",
    "sharpe_ratio",
    "probabilistic_sharpe_ratio",
    "deflated_sharpe_ratio",
    "max_drawdown",
    "max_balance_drawdown",
    "profit_factor",
    "win_rate",
    "total_trades",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """An account in a comparison: its place (None with a `reason`), its figures, and its path.

    `total_pnl` is the net result of the trades closed in the common days, in the comparison's currency, None
    where no rate tells it. `index` starts at 1 and grows by the flow-neutral return of each common day.
    """

    account: Account
    place: Ranked[UUID] | None
    figures: dict[str, MetricValue]
    total_pnl: Decimal | None
    index: NDArray[np.float64]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Accounts over the days they have in common, best first; those that cannot be ranked come last.

    `period` is what was asked for, `common` what was compared (None without a day in common); `day` and the
    rows' `index` are of the same length. `not_added` says why money is not told in one currency.
    """

    rows: tuple[Compared, ...]
    period: Period
    common: Period | None
    day: NDArray[np.datetime64]
    correlation: Correlation[UUID]
    weights: Weights
    terms: Terms
    not_added: str

    @property
    def ranked(self) -> tuple[Compared, ...]:
        """Those that have a place."""
        return tuple(row for row in self.rows if row.place is not None)


def best_first(rows: Iterable[Compared]) -> tuple[Compared, ...]:
    """The rows by place, then by name; those without a place come last."""
    return tuple(sorted(rows, key=_order))


def _order(row: Compared) -> tuple[bool, int, str]:
    return row.place is None, 0 if row.place is None else row.place.rank, row.account.name
