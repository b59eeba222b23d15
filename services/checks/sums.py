"""The same money counted by day, by symbol and by account is the same to the last digit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.calc.day_residuals import day_residuals
from services.calc.integrity import DERIVE_AGAIN, Issue
from services.calc.ledger import ledger_totals
from services.calc.period import as_datetime
from services.calc.round_trips import round_trips
from services.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from services.calc.record import TrackRecord
    from services.model import Deal

REPORT = "Report this: it is a fault of the product."


def of_record(record: TrackRecord) -> Iterator[Issue]:
    """The days and the symbols of an account add up to the account."""
    name = record.account.name
    days, booked = _days_and_deals(record)
    if days != booked:
        yield Issue(name, "sums", f"The days add up to {days}, their deals to {booked}.", REPORT)
    for symbol, (trades, deals) in _by_symbol(record).items():
        if trades != deals:
            problem = f"The closed trades of {symbol} add up to {trades}, its deals to {deals}."
            yield Issue(name, "sums", problem, DERIVE_AGAIN)


def _days_and_deals(record: TrackRecord) -> tuple[Decimal, Decimal]:
    """What the day by day table books, and the deals up to its last recorded instant."""
    if not record.track.time.size:
        return ZERO, ZERO
    last = as_datetime(record.track.time[-1])
    days = sum((day.flows + day.booked for day in day_residuals(record)), ZERO)
    return days, ledger_totals(deal for deal in record.deals if deal.time <= last).balance_change


def _by_symbol(record: TrackRecord) -> dict[str, tuple[Decimal, Decimal]]:
    """Of each symbol: the stored closed trades, and the deals without what waits in open positions."""
    trades: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    deals: defaultdict[str, list[Deal]] = defaultdict(list)
    for trade in record.trades:
        trades[trade.symbol] += trade.net_profit
    for deal in record.deals:
        if deal.symbol:
            deals[deal.symbol].append(deal)
    digits = record.account.currency_digits
    return {
        symbol: (trades[symbol], _closed(deals[symbol], digits))
        for symbol in sorted(trades.keys() | deals.keys())
    }


def _closed(deals: list[Deal], digits: int) -> Decimal:
    waiting = sum((trade.entry_cost for trade in round_trips(deals, digits=digits).open), ZERO)
    return ledger_totals(deals).trades - waiting
