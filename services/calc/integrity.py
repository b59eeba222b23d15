"""Whether a stored account is what its deals make: each violation names the row and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.day_residuals import day_residuals
from services.calc.ledger import conservation_gap
from services.calc.round_trips import round_trips

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.calc.record import TrackRecord
    from services.model import ClosedTrade

DERIVE_AGAIN = "`python app.py verify --repair` derives the closed trades from the deals again."
IMPORT_AGAIN = "Import the statement that covers this time again."


@dataclass(frozen=True, slots=True)
class Issue:
    """A violation: the account, the check that found it, what is wrong with which row, and what to do."""

    account: str
    check: str
    problem: str
    recommendation: str


def integrity_issues(record: TrackRecord) -> tuple[Issue, ...]:
    """Every violation of one account; none when it is sound."""
    name = record.account.name
    found = [
        *(("balance", *pair) for pair in _balance(record)),
        *(("trades", *pair) for pair in _trades(record)),
        *(("snapshots", *pair) for pair in _snapshots(record)),
        *(("imports", *pair) for pair in _imports(record)),
    ]
    return tuple(Issue(name, *row) for row in found)


Found = tuple[str, str]


def _balance(record: TrackRecord) -> Iterable[Found]:
    """The stated balance is the opening balance and the cash of all deals, to the last digit."""
    if record.state is None:
        return
    ours = record.account.opening_balance + record.booked.balance_change
    if record.state.balance != ours:
        yield f"The stored balance is {record.state.balance}, its deals make {ours}.", IMPORT_AGAIN
    if record.state.open_positions != len(record.positions):
        counted, held = record.state.open_positions, len(record.positions)
        yield f"The stored state counts {counted} open positions, {held} are stored.", IMPORT_AGAIN


def _trades(record: TrackRecord) -> Iterable[Found]:
    """The stored closed trades are those that the stored deals make."""
    entries = {
        trade.position_id: (trade.entry_time, trade.entry_price)
        for trade in record.trades
        if trade.is_orphan and trade.entry_time is not None and trade.entry_price is not None
    }
    trips = round_trips(record.deals, digits=record.account.currency_digits, entries=entries)
    stored, made = _by_key(record.trades), _by_key(trips.closed)
    for key in sorted(stored.keys() - made.keys()):
        yield f"Trade {_named(key)} is stored, but no deals make it.", DERIVE_AGAIN
    for key in sorted(made.keys() - stored.keys()):
        yield f"Trade {_named(key)} is missing: its deals make {made[key].net_profit}.", DERIVE_AGAIN
    for key in sorted(stored.keys() & made.keys()):
        if stored[key].net_profit != made[key].net_profit:
            wrong, right = stored[key].net_profit, made[key].net_profit
            yield f"Trade {_named(key)} is stored with {wrong}, its deals make {right}.", DERIVE_AGAIN
    gap = conservation_gap(record.deals, trips)
    if gap:
        yield f"Deals and closed trades differ by {gap}.", "Report this: it is a fault of the product."


def _snapshots(record: TrackRecord) -> Iterable[Found]:
    """On every day the recorded balance moved by what was booked."""
    for day in day_residuals(record):
        if day.residual:
            yield f"The snapshots of {day.day} differ from the deals by {day.residual}.", IMPORT_AGAIN


def _imports(record: TrackRecord) -> Iterable[Found]:
    """What was stored although it did not add up stays an issue until it does."""
    for kept in record.imports:
        if kept.residual:
            yield (
                f"The import of {kept.filename} left {kept.residual} {record.account.currency} unexplained.",
                "Import a whole statement of the same time.",
            )


def _by_key(trades: Iterable[ClosedTrade]) -> dict[tuple[int, int], ClosedTrade]:
    return {(trade.position_id, trade.sequence): trade for trade in trades}


def _named(key: tuple[int, int]) -> str:
    position_id, sequence = key
    return str(position_id) if sequence == 1 else f"{position_id} ({sequence})"
