"""How far an account can be trusted, and its profit now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.answers import LivePnl, Reconciliation, Standing
from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.money import round_money
from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone
from services.model import ZERO, AccountState

if TYPE_CHECKING:
    from decimal import Decimal

    from services.calc.record import TrackRecord

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FRESH = timedelta(seconds=30)
HIDDEN_GAP = 0.05
PERCENT = 100.0


def hidden_risk(record: TrackRecord) -> float:
    """Drawdown of equity minus drawdown of balance over the whole history; NaN where equity is unknown."""
    everything = np.ones(record.track.time.size, dtype=bool)
    falls = drawdown_statistics(record.track, everything)
    return float(falls.equity[0] - falls.balance[0])


def standing_of(record: TrackRecord) -> Standing:
    """The word for an account, by its whole history."""
    if any(kept.residual for kept in record.imports):
        return Standing.RESIDUAL
    if hidden_risk(record) > HIDDEN_GAP:
        return Standing.HIDDEN_RISK
    if record.account.opening_balance or record.ledger.trades.orphans:
        return Standing.PARTIAL
    if not any(kept.figures for kept in record.imports):
        return Standing.UNVERIFIED
    return Standing.RECONCILED


def current_state(record: TrackRecord) -> AccountState:
    """The stored state, or the balance of the ledger when none was stored."""
    if record.state is not None:
        return record.state
    balance = record.account.opening_balance + record.booked.balance_change
    time = record.ledger.deals.last or EPOCH
    return AccountState(time, balance, ZERO, balance, ZERO, None, len(record.positions), "ledger")


def live_pnl(record: TrackRecord, *, zone: str, now: datetime) -> LivePnl:
    """Profit of an account now and today; today begins at midnight of *zone*.

    Today's change is that of equity without flows where a snapshot knows where the day began, else what was
    booked today.
    """
    state = current_state(record)
    clock = server_zone(zone)
    midnight = clock.day_start(clock.to_server(now))
    deals, trades = record.ledger.deals, record.ledger.trades
    today = deals.rows(slice(int(np.searchsorted(deals.time, as_datetime64(midnight))), None))
    closed = trades.arrays.net[np.searchsorted(trades.arrays.exit, as_datetime64(midnight)) :]
    flows = today.total(today.is_flow)
    start = _equity_before(record, midnight)
    if start is None:
        start = state.equity - flows - today.total(~today.is_flow)
    change = state.equity - start - flows
    realized = trades.net_profit
    capital = start + flows
    return LivePnl(
        account=record.account,
        state=state,
        realized_pnl=realized,
        unrealized_pnl=state.floating,
        total_pnl=realized + state.floating,
        daily_change=change,
        daily_change_percentage=float(change / capital) * PERCENT if capital > 0 else float("nan"),
        trades_today=closed.size,
        wins_today=int((closed > 0).sum()),
        stale=now - state.time > FRESH,
        seq=int(state.time.timestamp() * 1000),
    )


def _equity_before(record: TrackRecord, midnight: datetime) -> Decimal | None:
    """The last recorded equity before *midnight*; None when equity is not recorded."""
    track = record.track
    row = int(np.searchsorted(track.time, as_datetime64(midnight))) - 1
    if row < 0 or not track.is_equity[row]:
        return None
    return round_money(type(ZERO)(repr(float(track.value[row]))), record.account.currency_digits)


def reconciliation_of(record: TrackRecord, standing: Standing) -> Reconciliation:
    """An account against what its broker stated, newest import first."""
    newest = record.imports[0] if record.imports else None
    return Reconciliation(
        account=record.account,
        standing=standing,
        residual=sum((kept.residual for kept in record.imports), ZERO),
        figures=newest.figures if newest else (),
        opening_balance=record.account.opening_balance,
        orphans=record.ledger.trades.orphans,
        deals=record.ledger.deals.size,
        imports=record.imports,
    )
