"""The books of accounts that are compared: closed trades as columns and track of each, by version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.many_trades_kernel import many_trade_statistics
from services.calc.trade_kernel import TradeArrays, joined
from services.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from services.calc.account_trades import AccountTrades
    from services.calc.equity import Track
    from services.calc.period import Period
    from services.calc.statistics import TradeStatistics
    from services.model import Account
    from services.track_records import TrackRecords


@dataclass(frozen=True, slots=True)
class Book:
    """One account as columns; `version` changes when its ledger or its snapshots do."""

    account: Account
    trades: AccountTrades
    track: Track
    version: tuple[UUID, int, int, int]


class Books:
    """Reads the books of many accounts in a few queries; what is known is not read again."""

    def __init__(self, records: TrackRecords) -> None:
        """Books of these records."""
        self._records = records

    def of(self, account_ids: Sequence[UUID] = ()) -> tuple[Book, ...]:
        """The books of these accounts (all when none are named), by name; raises NotFoundError."""
        found = self._records.all(account_ids)
        missing = set(account_ids) - {record.account.id for record in found}
        if missing:
            raise NotFoundError("account", str(min(missing)))
        return tuple(
            Book(record.account, record.ledger.trades, record.track, record.version) for record in found
        )


def trade_statistics_of(books: Sequence[Book], period: Period) -> TradeStatistics:
    """Statistics of shape (accounts,) of the trades that were closed in a period, all in one go."""
    parts = [_inside(book.trades.arrays, period) for book in books]
    offsets = np.concatenate(([0], np.cumsum([part.net.size for part in parts]))).astype(np.intp)
    return many_trade_statistics(joined(parts), offsets)


def _inside(arrays: TradeArrays, period: Period) -> TradeArrays:
    inside = period.mask(arrays.exit)
    return arrays if inside.all() else arrays.rows(inside)
