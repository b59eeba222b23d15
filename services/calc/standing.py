"""How far an account can be trusted, its profit now, and what needs attention; pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.answers import LivePnl, Notice, Reconciliation, Severity, Standing
from services.calc.deal_class import is_flow
from services.calc.money import round_money
from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone
from services.model import ZERO, AccountState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from services.answers import AccountSummary
    from services.calc.record import TrackRecord

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FRESH = timedelta(seconds=30)
HIDDEN_GAP = 0.05
PERCENT = 100.0


def standing_of(record: TrackRecord, hidden_gap: float) -> Standing:
    """The word for an account; *hidden_gap* is equity drawdown minus balance drawdown, NaN when unknown."""
    if any(kept.residual for kept in record.imports):
        return Standing.RESIDUAL
    if hidden_gap > HIDDEN_GAP:
        return Standing.HIDDEN_RISK
    if record.account.opening_balance or any(trade.is_orphan for trade in record.trades):
        return Standing.PARTIAL
    if not any(kept.figures for kept in record.imports):
        return Standing.UNVERIFIED
    return Standing.RECONCILED


def current_state(record: TrackRecord) -> AccountState:
    """The stored state, or the balance of the ledger when none was stored."""
    if record.state is not None:
        return record.state
    balance = record.account.opening_balance + record.booked.balance_change
    time = record.deals[-1].time if record.deals else EPOCH
    return AccountState(time, balance, ZERO, balance, ZERO, None, len(record.positions), "ledger")


def live_pnl(record: TrackRecord, *, zone: str, now: datetime) -> LivePnl:
    """Profit of an account now and today; today begins at midnight of *zone*.

    Today's change is that of equity without flows where a snapshot knows where the day began, else what was
    booked today.
    """
    state = current_state(record)
    clock = server_zone(zone)
    midnight = clock.day_start(clock.to_server(now))
    today = [deal for deal in record.deals if deal.time >= midnight]
    closed = [trade for trade in record.trades if trade.exit_time >= midnight]
    flows = sum((deal.cash for deal in today if is_flow(deal)), ZERO)
    start = _equity_before(record, midnight)
    if start is None:
        start = state.equity - flows - sum((deal.cash for deal in today if not is_flow(deal)), ZERO)
    change = state.equity - start - flows
    realized = sum((trade.net_profit for trade in record.trades), ZERO)
    capital = start + flows
    return LivePnl(
        account=record.account,
        state=state,
        realized_pnl=realized,
        unrealized_pnl=state.floating,
        total_pnl=realized + state.floating,
        daily_change=change,
        daily_change_percentage=float(change / capital) * PERCENT if capital > 0 else float("nan"),
        trades_today=len(closed),
        wins_today=sum(trade.net_profit > 0 for trade in closed),
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
        orphans=sum(trade.is_orphan for trade in record.trades),
        deals=len(record.deals),
        imports=record.imports,
    )


def notices_for(summary: AccountSummary, record: TrackRecord) -> tuple[Notice, ...]:
    """What of one account needs attention, the worst first."""
    account = summary.account
    href = f"/accounts/{account.id}"
    found = []
    if summary.max_drawdown - summary.max_balance_drawdown > HIDDEN_GAP:
        found.append(
            Notice(
                Severity.LOSS,
                f"{account.name}: equity drawdown {_percent(summary.max_drawdown)},"
                f" balance says {_percent(summary.max_balance_drawdown)}",
                "Losses of open positions that closed trades do not show.",
                href,
            )
        )
    residual = sum((kept.residual for kept in record.imports), ZERO)
    if residual:
        text = "The stored statement does not add up; its import says which rows."
        found.append(
            Notice(Severity.LOSS, f"{account.name}: {residual} {account.currency} unexplained", text, href)
        )
    orphans = sum(trade.is_orphan for trade in record.trades)
    if orphans or account.opening_balance:
        found.append(
            Notice(
                Severity.WARN,
                f"{account.name}: report starts in mid-history",
                _partial(orphans, account.opening_balance),
                href,
            )
        )
    return tuple(found)


def _partial(orphans: int, opening: Decimal) -> str:
    parts = []
    if orphans:
        parts.append(f"{orphans} exits without entries: profit booked, holding time unknown")
    if opening:
        parts.append(f"{opening} were there before the first deal")
    return "; ".join(parts) + "."


def _percent(fraction: float) -> str:
    return f"{fraction * PERCENT:.1f} %"


def settled(notices: Sequence[Notice], reconciled: int) -> tuple[Notice, ...]:
    """*notices*, with a quiet line on the accounts that are fine."""
    if not reconciled:
        return tuple(notices)
    text = "Every figure their brokers printed was recomputed from the deals."
    word = "account reconciles" if reconciled == 1 else "accounts reconcile"
    return (*notices, Notice(Severity.OK, f"{reconciled} {word} to the cent", text))
