"""What an account holds after a statement: its open positions and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.ledger import ledger_totals
from services.calc.relocate import Clock
from services.calc.server_zone import server_zone
from services.calc.stated import canonical, decimals_in
from services.model import ZERO, AccountState, Position

if TYPE_CHECKING:
    from services.answers import ImportReport
    from services.calc.round_trips import RoundTrips
    from services.merging import MergedLedger
    from services.model import Account
    from services.statement import Statement


def positions_after(statement: Statement, account: Account, trips: RoundTrips) -> list[Position]:
    """Open positions as the file states them; without such a section, as its deals leave them."""
    clock = Clock(server_zone(account.server_zone))
    if statement.positions:
        return [
            Position(
                position_id=stated.position_id,
                symbol=stated.symbol,
                side=stated.side,
                volume=stated.volume,
                time=clock.to_utc(stated.open_time),
                price_open=stated.price_open,
                price_current=stated.price_current,
                stop_loss=stated.stop_loss,
                take_profit=stated.take_profit,
                swap=stated.swap + stated.commission,
                profit=stated.profit,
                comment=stated.comment,
            )
            for stated in statement.positions
        ]
    return [
        Position(
            position_id=left.position_id,
            symbol=left.symbol,
            side=left.side,
            volume=left.volume,
            time=left.time,
            price_open=left.price_open,
            magic=left.magic,
            comment=left.comment,
        )
        for left in trips.open
    ]


def state_after(
    report: ImportReport, statement: Statement, merged: MergedLedger, held: list[Position]
) -> AccountState:
    """Balance of the whole ledger, credit, floating and margin at the statement's end."""
    totals = ledger_totals(merged.deals)
    balance = merged.opening + totals.balance_change
    floating = sum((position.profit + position.swap for position in held), ZERO)
    margin = next((text for name, text in statement.figures.items() if canonical(name) == "margin"), "")
    return AccountState(
        time=max(deal.time for deal in merged.deals),
        balance=balance,
        credit=totals.credit,
        equity=balance + totals.credit + floating,
        floating=floating,
        margin=next(iter(decimals_in(margin)), None),
        open_positions=len(held),
        source=report.file,
    )
