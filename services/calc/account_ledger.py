"""The ledger of one account as columns, and its rows for who needs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.account_trades import AccountTrades
from services.calc.deal_columns import DealColumns

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.model import ClosedTrade, Deal


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """Deals by time and ticket, closed trades by exit time: one object a row."""

    deals: tuple[Deal, ...]
    trades: tuple[ClosedTrade, ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.deals) + len(self.trades)


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """Deals and closed trades as columns; `others` are the deals that are no buys and sells, or are tagged.

    `rows` reads every row, which takes long for a large account.
    """

    deals: DealColumns
    trades: AccountTrades
    others: tuple[Deal, ...]
    rows: Callable[[], LedgerRows]

    @classmethod
    def of(cls, rows: LedgerRows) -> AccountLedger:
        """The ledger that these rows are."""
        others = tuple(deal for deal in rows.deals if not deal.is_trade or deal.tag is not None)
        return cls(DealColumns.of(rows.deals), AccountTrades.of(rows.trades), others, lambda: rows)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.deals.size + self.trades.arrays.net.size
