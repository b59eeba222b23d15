"""What of an account needs attention, as headlines with a quiet line under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.answers import Notice, Severity
from services.calc.standing import HIDDEN_GAP, PERCENT
from services.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from services.answers import AccountSummary
    from services.calc.record import TrackRecord


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
    orphans = record.ledger.trades.orphans
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
