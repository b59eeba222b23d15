"""The track record of one account: its ledger as values and arrays, from which everything is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.account_ledger import AccountLedger, LedgerRows
from services.calc.equity import build_track
from services.calc.period import as_datetime64
from services.calc.totals_kernel import End

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from services.answers import ImportRecord
    from services.calc.equity import Snapshots, Track
    from services.calc.ledger import LedgerTotals
    from services.calc.period import Period
    from services.calc.trade_kernel import TradeArrays
    from services.model import Account, AccountState, ClosedTrade, Deal, Position


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """An account with everything known of it, as columns; its rows are read when they are asked for."""

    account: Account
    ledger: AccountLedger
    positions: tuple[Position, ...]
    imports: tuple[ImportRecord, ...]
    state: AccountState | None
    track: Track
    late_version: int = 0  # rises when snapshots older than the last one arrive

    @classmethod
    def of(
        cls,
        account: Account,
        deals: tuple[Deal, ...],
        trades: tuple[ClosedTrade, ...],
        positions: tuple[Position, ...],
        imports: tuple[ImportRecord, ...],
        state: AccountState | None,
        snapshots: Snapshots,
    ) -> TrackRecord:
        """The record of rows, with its track built."""
        track = build_track(deals, float(account.opening_balance), snapshots)
        ledger = AccountLedger.of(LedgerRows(deals, trades))
        return cls(account, ledger, positions, imports, state, track)

    @property
    def deals(self) -> tuple[Deal, ...]:
        """Every deal as a row, by time and ticket; takes long for a large account."""
        return self.ledger.rows().deals

    @property
    def trades(self) -> tuple[ClosedTrade, ...]:
        """Every closed trade as a row, by exit time; takes long for a large account."""
        return self.ledger.rows().trades

    @property
    def version(self) -> tuple[UUID, int, int, int]:
        """What changes when ledger or snapshots do: account, ledger version, late version, last instant."""
        last = int(self.track.time[-1].astype(np.int64)) if self.track.time.size else 0
        return self.account.id, self.account.ledger_version, self.late_version, last

    @property
    def began(self) -> datetime | None:
        """When the first deal was booked; None without deals."""
        return self.ledger.deals.first

    @property
    def booked(self) -> LedgerTotals:
        """The sums of all deals."""
        return self.ledger.deals.totals()

    def deals_in(self, period: Period) -> tuple[Deal, ...]:
        """The deals of a period."""
        return tuple(deal for deal in self.deals if period.contains(deal.time))

    def trades_in(self, period: Period) -> tuple[ClosedTrade, ...]:
        """The trades that were closed in a period."""
        return tuple(trade for trade in self.trades if period.contains(trade.exit_time))

    def arrays_in(self, period: Period) -> TradeArrays:
        """The trades that were closed in a period, as columns."""
        arrays = self.ledger.trades.arrays
        inside = period.rows(arrays.exit)
        return arrays if inside == slice(0, arrays.exit.size) else arrays.rows(inside)

    def others_in(self, period: Period) -> tuple[Deal, ...]:
        """The deals of a period that are no buys and sells, or are tagged."""
        return tuple(deal for deal in self.ledger.others if period.contains(deal.time))

    def booked_in(self, period: Period) -> LedgerTotals:
        """The sums of a period's deals."""
        deals = self.ledger.deals
        return deals.rows(period.mask(deals.time)).totals()

    def end_of(self, period: Period) -> End:
        """Balance, equity and floating at the end of a period; equity is NaN where nobody recorded it."""
        if self.state is not None and self.state.time < period.end and not self._goes_on_after(period):
            return End.of(self.state)
        before = self.track.time < as_datetime64(period.end)
        if not before.any():
            return End(float(self.account.opening_balance), np.nan, np.nan)
        last = int(np.flatnonzero(before)[-1])
        balance = float(self.track.balance[last])
        equity = float(self.track.value[last]) if self.track.is_equity[last] else np.nan
        return End(balance, equity, equity - balance)

    def _goes_on_after(self, period: Period) -> bool:
        last = self.ledger.deals.last
        return last is not None and last >= period.end
