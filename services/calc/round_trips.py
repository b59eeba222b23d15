"""Deals to closed trades: hedging, netting, reversal, close-by, partial closes and orphans, to the cent.

Algorithm: one state per position id (or symbol, where there is none). Entries average in; exits take their
volume; a position that reaches zero is one closed trade. A reversal (INOUT) closes the old and opens the
opposite. An exit without a known entry is an orphan: its money is booked, its entry stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from services.calc.booking import NOTHING, Booking
from services.calc.deal_class import deal_class
from services.instrument import END_REASON, SPLIT_REASON
from services.model import ZERO, ClosedTrade, DealClass, DealEntry, DealType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from services.model import Deal, Side

Entry = tuple["datetime", "Decimal"]
Key = int | str


@dataclass(frozen=True, slots=True)
class OpenTrade:
    """What is left open of a position at its running average price; `entry_cost` waits for its exits."""

    position_id: int
    symbol: str
    side: Side
    volume: Decimal
    time: datetime
    price_open: Decimal
    entry_cost: Decimal
    magic: int
    comment: str


@dataclass(frozen=True, slots=True)
class RoundTrips:
    """Closed trades by exit time, what is still open, and warnings that name tickets."""

    closed: tuple[ClosedTrade, ...]
    open: tuple[OpenTrade, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _State:
    """A position while its deals are read; an orphan's side is that of the exits' opposite."""

    position_id: int
    symbol: str
    side: Side
    sequence: int
    time: datetime | None
    is_orphan: bool = False
    magic: int = 0
    comment: str = ""
    volume: Decimal = ZERO
    average: Decimal = ZERO
    entry_value: Decimal = ZERO
    entry_volume: Decimal = ZERO
    waiting: Booking = NOTHING
    exit_value: Decimal = ZERO
    exit_volume: Decimal = ZERO
    booked: Booking = NOTHING
    exits: int = 0
    last_exit: Deal | None = None

    def enter(self, deal: Deal, volume: Decimal, booking: Booking) -> None:
        """Add an entry of *volume*; what it books waits for the exits it belongs to."""
        total = self.volume + volume
        self.average = (self.average * self.volume + deal.price * volume) / total if total else deal.price
        self.volume = total
        self.entry_value += deal.price * volume
        self.entry_volume += volume
        self.waiting = self.waiting.plus(booking)

    def exit(self, deal: Deal, volume: Decimal, booking: Booking, digits: int) -> None:
        """Close *volume*: book the exit and the share of the entries' bookings that belongs to it."""
        if self.volume:
            part = min(volume, self.volume)
            from_entries = self.waiting.share(part, self.volume, digits)
            self.waiting = self.waiting.minus(from_entries)
            booking = booking.plus(from_entries)
            self.volume -= part
        self.exit_value += deal.price * volume
        self.exit_volume += volume
        self.booked = self.booked.plus(booking)
        self.exits += 1
        self.last_exit = deal

    def closed_trade(self, entries: Mapping[int, Entry]) -> ClosedTrade:
        """The round trip of what has been closed so far."""
        last = self.last_exit
        if last is None:
            raise ValueError("A position without an exit is not a closed trade.")
        entry_time, entry_price = self.time, None
        if self.entry_volume:
            entry_price = self.entry_value / self.entry_volume
        elif self.position_id in entries:
            entry_time, entry_price = entries[self.position_id]
        return ClosedTrade(
            position_id=self.position_id,
            sequence=self.sequence,
            symbol=self.symbol,
            side=self.side,
            volume=self.exit_volume,
            entry_time=entry_time,
            exit_time=last.time,
            entry_price=entry_price,
            exit_price=self.exit_value / self.exit_volume if self.exit_volume else last.price,
            profit=self.booked.profit,
            commission=self.booked.commission,
            swap=self.booked.swap,
            fee=self.booked.fee,
            is_orphan=self.is_orphan,
            exits=self.exits,
            reason=last.reason,
            magic=self.magic,
            comment=self.comment,
        )

    def open_trade(self) -> OpenTrade:
        """What is left open."""
        if self.time is None:
            raise ValueError("An orphan has nothing left open.")
        return OpenTrade(
            position_id=self.position_id,
            symbol=self.symbol,
            side=self.side,
            volume=self.volume,
            time=self.time,
            price_open=self.average,
            entry_cost=self.waiting.cash,
            magic=self.magic,
            comment=self.comment,
        )


@dataclass(slots=True)
class _Book:
    """All positions of one account while its deals are read."""

    digits: int
    entries: Mapping[int, Entry]
    states: dict[Key, _State] = field(default_factory=dict)
    sequences: dict[int, int] = field(default_factory=dict)
    closed: list[ClosedTrade] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def book(self, deal: Deal) -> None:
        """Read the next deal; only trade deals change positions."""
        kind = deal_class(deal)
        if kind is DealClass.CANCELLED:
            self.warnings.append(f"Deal {deal.ticket} was cancelled by the broker; it is in no trade.")
        if kind is DealClass.UNKNOWN:
            self.warnings.append(
                f"Deal {deal.ticket} has type {deal.type}, which is unknown; it is in no trade."
            )
        if kind is not DealClass.TRADE or deal.type not in (DealType.BUY, DealType.SELL):
            return
        key: Key = deal.position_id or deal.symbol
        if deal.entry is DealEntry.IN:
            self._enter(key, deal, self._entered(key, deal), Booking.of(deal))
            return
        state = self.states.get(key)
        if deal.entry is DealEntry.INOUT and state is not None and deal.volume > state.volume:
            self._reverse(key, state, deal)
            return
        self._exit(key, state, deal)

    def _entered(self, key: Key, deal: Deal) -> Decimal:
        """The volume of an entry; a split that takes units away is one of the other side."""
        state = self.states.get(key)
        takes = _is_split(deal) and state is not None and state.side is not deal.side
        return -deal.volume if takes else deal.volume

    def _enter(self, key: Key, deal: Deal, volume: Decimal, booking: Booking) -> None:
        state = self.states.get(key)
        if state is not None and state.is_orphan:
            self._emit(key, state)
            state = None
        if state is None:
            state = self._open(deal, deal.side, deal.time)
            self.states[key] = state
        state.enter(deal, volume, booking)

    def _open(self, deal: Deal, side: Side, time: datetime | None) -> _State:
        number = deal.position_id
        sequence = self.sequences.get(number, 0) + 1
        self.sequences[number] = sequence
        return _State(
            number,
            deal.symbol,
            side,
            sequence,
            time,
            is_orphan=time is None,
            magic=deal.magic,
            comment=deal.comment,
        )

    def _exit(self, key: Key, state: _State | None, deal: Deal) -> None:
        if state is None:
            state = self._open(deal, deal.side.opposite, None)
            self.states[key] = state
        elif not state.is_orphan and deal.volume > state.volume:
            self.warnings.append(f"Deal {deal.ticket} closes {deal.volume}, only {state.volume} were open.")
        state.exit(deal, deal.volume, Booking.of(deal), self.digits)
        if not state.volume and not state.is_orphan:
            self._emit(key, state)

    def _reverse(self, key: Key, state: _State, deal: Deal) -> None:
        closing = state.volume
        costs = Booking(commission=deal.commission, fee=deal.fee)
        closing_costs = costs.share(closing, deal.volume, self.digits)
        state.exit(
            deal, closing, closing_costs.plus(Booking(profit=deal.profit, swap=deal.swap)), self.digits
        )
        self._emit(key, state)
        self._enter(key, deal, deal.volume - closing, costs.minus(closing_costs))

    def _emit(self, key: Key, state: _State) -> None:
        self.closed.append(state.closed_trade(self.entries))
        del self.states[key]

    def finish(self) -> RoundTrips:
        """What has been read; parts closed of positions that are still open are trades of their own."""
        for state in self.states.values():
            if state.exits:
                self.closed.append(state.closed_trade(self.entries))
        self.closed.sort(key=attrgetter("exit_time", "position_id", "sequence"))
        open_trades = tuple(state.open_trade() for state in self.states.values() if state.volume)
        return RoundTrips(tuple(self.closed), open_trades, tuple(self.warnings))


def in_order(deals: Iterable[Deal]) -> list[Deal]:
    """Deals as they happened: by time, place and ticket; of one instant splits first, ends of options last.

    Files that know no time of day put a whole day into one instant.
    """
    found = sorted(deals, key=attrgetter("time", "place", "ticket"))
    if any(deal.reason in (SPLIT_REASON, END_REASON) for deal in found):
        found.sort(key=lambda deal: (deal.time, _place(deal)))
    return found


def _place(deal: Deal) -> int:
    if deal.reason == END_REASON:
        return 2
    return 0 if _is_split(deal) else 1


def _is_split(deal: Deal) -> bool:
    """Whether it is a split of a file of executions, which has no price."""
    return deal.reason == SPLIT_REASON and not deal.price


def round_trips(
    deals: Iterable[Deal], *, digits: int, entries: Mapping[int, Entry] | None = None
) -> RoundTrips:
    """Closed trades and open positions of one account's *deals*, given in any order.

    *digits* are the currency's decimals; *entries* tell the entry (time, price) of positions opened before
    the known history, by position id.
    """
    book = _Book(digits, entries or {})
    for deal in in_order(deals):
        book.book(deal)
    return book.finish()
