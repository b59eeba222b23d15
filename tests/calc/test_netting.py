"""Executions without entry or profit: one net position a symbol."""

from __future__ import annotations

from decimal import Decimal

from services.calc.netting import book_netting
from services.calc.round_trips import round_trips
from services.model import DealEntry, DealType
from tests.making import make_deal


def test_books_entries_exits_and_reversals_at_the_average_price() -> None:
    deals = [
        make_deal(1, symbol="X", volume=1, price=100),
        make_deal(2, symbol="X", volume=3, price=104),
        make_deal(3, symbol="X", type=DealType.SELL, volume=2, price=105),
        make_deal(4, symbol="X", type=DealType.SELL, volume=5, price=101),
        make_deal(5, symbol="X", volume=3, price=99),
    ]
    booked = book_netting(reversed(deals), multipliers={"X": Decimal(10)}, digits=2)
    assert [deal.entry for deal in booked] == [
        DealEntry.IN,
        DealEntry.IN,
        DealEntry.OUT,
        DealEntry.INOUT,
        DealEntry.OUT,
    ]
    assert [deal.profit for deal in booked] == [0, 0, 40, -40, 60]
    trips = round_trips(booked, digits=2)
    assert [trade.net_profit for trade in trips.closed] == [0, 60]
    assert trips.open == ()


def test_flat_and_open_again_are_two_trades() -> None:
    deals = [
        make_deal(1, symbol="X", volume=1, price=10),
        make_deal(2, symbol="X", type=DealType.SELL, volume=1, price=11),
        make_deal(3, symbol="X", type=DealType.SELL, volume=1, price=12),
        make_deal(4, symbol="X", volume=1, price=11),
    ]
    trips = round_trips(book_netting(deals, multipliers={}, digits=2), digits=2)
    assert [(trade.side.value, trade.net_profit) for trade in trips.closed] == [("buy", 1), ("sell", 1)]
