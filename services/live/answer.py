"""The profit of an account now, by whoever knows it best: the engine while it speaks, else the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.answers import LivePnl
    from services.live.hearing import Hearing
    from services.live.mirror import Row

MILLI = 1000


@dataclass(frozen=True, slots=True)
class PnlNow:
    """Profit of an account; `daily_change_percentage` is in percent, None without capital.

    Money is in the account's currency; `seq` is the number of the frame it was told in, or the milliseconds
    of the stored state when the engine does not speak.
    """

    time: datetime
    balance: Decimal
    equity: Decimal
    realized_pnl: Decimal
    unrealized_pnl: Decimal
    daily_change: Decimal
    daily_change_percentage: float | None
    open_positions: int
    is_stale: bool
    seq: int


def pnl_now(stored: LivePnl, heard: Hearing | None) -> PnlNow:
    """The engine's values of the account when it speaks, else what is *stored*."""
    row = None if heard is None else heard.row(str(stored.account.id))
    if row is None or heard is None:
        return _of_stored(stored)
    return _of_row(row, heard.seq)


def _of_row(row: Row, seq: int) -> PnlNow:
    def amount(units: int) -> Decimal:
        return Decimal(units).scaleb(-row.entry.digits)

    return PnlNow(
        time=datetime.fromtimestamp(row.time / MILLI, UTC),
        balance=amount(row.number("balance")),
        equity=amount(row.equity),
        realized_pnl=amount(row.number("realized_pnl")),
        unrealized_pnl=amount(row.number("unrealized_pnl")),
        daily_change=amount(row.daily_change),
        daily_change_percentage=row.daily_change_percentage,
        open_positions=row.number("open_positions"),
        is_stale=bool(row.number("stale")),
        seq=seq,
    )


def _of_stored(stored: LivePnl) -> PnlNow:
    state, percentage = stored.state, stored.daily_change_percentage
    return PnlNow(
        time=state.time,
        balance=state.balance,
        equity=state.equity,
        realized_pnl=stored.realized_pnl,
        unrealized_pnl=stored.unrealized_pnl,
        daily_change=stored.daily_change,
        daily_change_percentage=percentage if percentage == percentage else None,  # noqa: PLR0124 - NaN
        open_positions=state.open_positions,
        is_stale=stored.stale,
        seq=stored.seq,
    )
