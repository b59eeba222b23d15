"""The closed trades of one account as columns, with what they are called and what they sum up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.trade_kernel import TradeArrays
from services.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from services.model import ClosedTrade


@dataclass(frozen=True, slots=True)
class AccountTrades:
    """Closed trades by exit time, position id and sequence; `symbol` counts into `symbols`, which are sorted.

    `net_profit` is their exact sum, `orphans` how many have no entry in the known history.
    """

    arrays: TradeArrays
    symbol: NDArray[np.int16]
    symbols: tuple[str, ...]
    net_profit: Decimal
    orphans: int

    @classmethod
    def of(cls, trades: Sequence[ClosedTrade]) -> AccountTrades:
        """The columns of *trades*, which are in that order."""
        symbols = sorted({trade.symbol for trade in trades})
        place = {name: number for number, name in enumerate(symbols)}
        return cls(
            TradeArrays.of(trades),
            np.array([place[trade.symbol] for trade in trades], dtype=np.int16),
            tuple(symbols),
            sum((trade.net_profit for trade in trades), ZERO),
            sum(trade.is_orphan for trade in trades),
        )
