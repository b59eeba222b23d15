"""The buys and sells of one account as columns: what was done at which price, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.period import as_datetime64
from services.instrument import SPLIT_REASON
from services.model import DealType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.model import Deal


@dataclass(frozen=True, slots=True)
class Executions:
    """Buys and sells by time and ticket; `entry` is a `DealEntry`, `symbol` counts into `symbols`."""

    time: NDArray[np.datetime64]
    is_buy: NDArray[np.bool_]
    entry: NDArray[np.int16]
    volume: NDArray[np.float64]
    price: NDArray[np.float64]
    position: NDArray[np.int64]
    symbol: NDArray[np.int16]
    symbols: tuple[str, ...]

    @classmethod
    def of(cls, deals: Sequence[Deal]) -> Executions:
        """The columns of the buys and sells among *deals*, which are in order; none that a person tagged.

        A split is no execution: nobody bought or sold.
        """
        found = [deal for deal in deals if deal.is_trade and deal.tag is None and not _is_split(deal)]
        symbols = tuple(sorted({deal.symbol for deal in found}))
        place = {name: number for number, name in enumerate(symbols)}
        return cls(
            time=np.array([as_datetime64(deal.time) for deal in found], dtype="datetime64[us]"),
            is_buy=np.array([deal.type == DealType.BUY for deal in found], dtype=bool),
            entry=np.array([deal.entry for deal in found], dtype=np.int16),
            volume=np.array([float(deal.volume) for deal in found], dtype=np.float64),
            price=np.array([float(deal.price) for deal in found], dtype=np.float64),
            position=np.array([deal.position_id for deal in found], dtype=np.int64),
            symbol=np.array([place[deal.symbol] for deal in found], dtype=np.int16),
            symbols=symbols,
        )


def _is_split(deal: Deal) -> bool:
    return deal.reason == SPLIT_REASON and not deal.price
