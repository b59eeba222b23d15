"""Executions without entry or profit: one net position a symbol."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.calc.netting import book_netting
from services.calc.round_trips import round_trips
from services.instrument import END_REASON, SPLIT_REASON, DealEvent, EventKind
from services.model import DealEntry, DealType
from tests.making import START, make_deal

if TYPE_CHECKING:
    from services.calc.round_trips import RoundTrips
    from services.model import Deal


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


def held(*deals: Deal, events: dict[int, DealEvent]) -> tuple[tuple[Deal, ...], RoundTrips]:
    booked = book_netting(deals, multipliers={"O": Decimal(100)}, digits=2, events=events)
    return booked, round_trips(booked, digits=2)


@pytest.mark.parametrize(("side", "sign"), [(DealType.BUY, 1), (DealType.SELL, -1)])
@pytest.mark.parametrize(("ratio", "volume", "price"), [("2", 200, 5), ("0.1", 10, 100)])
def test_a_split_changes_volume_and_average_and_moves_no_money(
    side: DealType, sign: int, ratio: str, volume: int, price: int
) -> None:
    other = DealType.SELL if side is DealType.BUY else DealType.BUY
    deals = [
        make_deal(1, symbol="X", type=side, volume=100, price=10),
        make_deal(2, symbol="X", reason=SPLIT_REASON),
        make_deal(3, symbol="X", type=other, volume=volume, price=price + sign),
    ]
    booked, trips = held(*deals, events={2: DealEvent(EventKind.SPLIT, Decimal(ratio))})
    assert [deal.profit for deal in booked] == [0, 0, volume]
    assert [(trade.net_profit, trade.entry_price) for trade in trips.closed] == [(volume, price)]
    assert trips.open == ()
    (left,) = round_trips(booked[:2], digits=2).open
    assert (left.volume, left.price_open) == (volume, price)


def test_a_split_between_two_exits_keeps_the_sum() -> None:
    deals = [
        make_deal(1, symbol="X", volume=100, price=10),
        make_deal(2, symbol="X", type=DealType.SELL, volume=50, price=12),
        make_deal(3, symbol="X", reason=SPLIT_REASON),
        make_deal(4, symbol="X", type=DealType.SELL, volume=100, price=6),
    ]
    _, trips = held(*deals, events={3: DealEvent(EventKind.SPLIT, Decimal(2))})
    assert [trade.net_profit for trade in trips.closed] == [200]


def test_a_split_of_a_day_comes_before_the_trades_of_the_day() -> None:
    day = {"time": START, "symbol": "X"}
    deals = [
        make_deal(1, volume=10, price=5, **day),
        make_deal(2, reason=SPLIT_REASON, **day),
        make_deal(3, symbol="X", type=DealType.SELL, volume=10, price=6),
    ]
    booked, trips = held(*deals, events={2: DealEvent(EventKind.SPLIT, Decimal(2))})
    assert (trips.open, [trade.net_profit for trade in trips.closed]) == ((), [10])
    assert [deal.ticket for deal in booked] == [2, 1, 3]


@pytest.mark.parametrize("kind", [EventKind.EXPIRATION, EventKind.EXERCISE, EventKind.ASSIGNMENT])
@pytest.mark.parametrize(("side", "result"), [(DealType.BUY, -250), (DealType.SELL, 250)])
def test_the_end_of_an_option_closes_it_at_nothing(kind: EventKind, side: DealType, result: int) -> None:
    deals = [
        make_deal(1, symbol="O", type=side, volume=1, price="2.5"),
        make_deal(2, symbol="O", volume=1, reason=END_REASON),
    ]
    _, trips = held(*deals, events={2: DealEvent(kind)})
    assert [trade.net_profit for trade in trips.closed] == [result]
    assert trips.open == ()


def test_the_end_of_an_option_never_opens_one() -> None:
    deals = [
        make_deal(1, symbol="O", volume=2, price=1),
        make_deal(2, symbol="O", volume=5, reason=END_REASON),
    ]
    _, trips = held(*deals, events={2: DealEvent(EventKind.EXPIRATION)})
    assert (trips.open, [trade.net_profit for trade in trips.closed]) == ((), [-200])
    _, alone = held(deals[1], events={2: DealEvent(EventKind.EXPIRATION)})
    assert (alone.open, [trade.is_orphan for trade in alone.closed]) == ((), [True])
