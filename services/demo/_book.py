"""A made-up broker's book: executions become deals with profit, costs and balance, exact to the cent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from services.calc.money import round_money, share
from services.calc.server_zone import server_zone
from services.demo._prices import SERVER_ZONE, as_time, instrument
from services.model import ZERO, Deal, DealEntry, DealType, Side
from services.statement import StatedDeal, StatedPosition

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from services.demo._prices import Market

FIRST_TICKET = 1_000_001
ORDER_OFFSET = 4_000_000
Moment = tuple[int, float]


@dataclass(slots=True)
class Holding:
    """An open position of the book: volume at its average price since an hour of the market."""

    position_id: int
    symbol: str
    side: Side
    volume: Decimal
    price: Decimal
    hour: int
    fraction: float
    swap: Decimal = ZERO


@dataclass(slots=True)
class Book:
    """Deals of one account in the order they happen, and its floating result at every hour."""

    market: Market
    currency: str
    digits: int
    commission_per_lot: float
    balance: Decimal = ZERO
    rows: list[StatedDeal] = field(default_factory=list)
    floating: NDArray[np.float64] = field(init=False)
    _rates: dict[str, NDArray[np.float64]] = field(init=False)

    def __post_init__(self) -> None:
        prices, ones = self.market.prices, np.ones(self.market.hours.size)
        in_usd = {"USD": ones, "EUR": prices["EURUSD"], "JPY": 1 / prices["USDJPY"]}
        self.floating = np.zeros(self.market.hours.size)
        self._rates = {currency: path / in_usd[self.currency] for currency, path in in_usd.items()}

    def money(self, amount: float | Decimal) -> Decimal:
        """An amount as the account books it."""
        return round_money(Decimal(str(amount)), self.digits)

    def cash(self, hour: int, amount: float, comment: str, kind: DealType = DealType.BALANCE) -> None:
        """A deposit, withdrawal, dividend or charge."""
        stamp = self._stamp(hour, 0.0)
        self._add(Deal(**stamp, type=kind, profit=self.money(amount), comment=comment))

    def open(self, hour: int, fraction: float, symbol: str, side: Side, lots: Decimal) -> Holding:
        """Enter a new position at the ask or bid of the moment."""
        price = self._price(symbol, hour, fraction, side)
        deal = self._execution((hour, fraction), symbol, side, lots, price)
        return Holding(deal.order, symbol, side, lots, price, hour, fraction)

    def add(self, held: Holding, hour: int, fraction: float, lots: Decimal) -> None:
        """Add to a net position; its price becomes the average."""
        price = self._price(held.symbol, hour, fraction, held.side)
        self._execution((hour, fraction), held.symbol, held.side, lots, price, position_id=held.position_id)
        self._accrue(held, hour)
        held.price = (held.price * held.volume + price * lots) / (held.volume + lots)
        held.volume += lots

    def close(self, held: Holding, hour: int, fraction: float, lots: Decimal, comment: str = "") -> Decimal:
        """Close *lots* of a position at the bid or ask; its profit."""
        side = held.side.opposite
        price = self._price(held.symbol, hour, fraction, side)
        profit = self._profit(held, price, lots, hour)
        self._accrue(held, hour)
        swap = share(held.swap, lots, held.volume, self.digits)
        booked: dict[str, Any] = {"entry": DealEntry.OUT, "position_id": held.position_id, "comment": comment}
        self._execution((hour, fraction), held.symbol, side, lots, price, profit=profit, swap=swap, **booked)
        held.swap -= swap
        held.volume -= lots
        return profit + swap

    def reverse(self, held: Holding, hour: int, fraction: float, lots: Decimal) -> Holding:
        """Close a net position and open the opposite with what is left of *lots*."""
        side = held.side.opposite
        price = self._price(held.symbol, hour, fraction, side)
        profit = self._profit(held, price, held.volume, hour)
        self._accrue(held, hour)
        booked: dict[str, Any] = {
            "entry": DealEntry.INOUT,
            "position_id": held.position_id,
            "swap": held.swap,
        }
        self._execution((hour, fraction), held.symbol, side, lots, price, profit=profit, **booked)
        return Holding(held.position_id, held.symbol, side, lots - held.volume, price, hour, fraction)

    def finish(self, held: list[Holding]) -> tuple[StatedPosition, ...]:
        """The positions left open at the last hour, with their floating result."""
        opened = [self._server(position.hour, position.fraction) for position in held]
        last = self.market.hours.size - 1
        for position in held:
            self._accrue(position, last)
        return tuple(map(self._stated, range(len(held)), held, opened))

    def is_ending(self, hour: int) -> bool:
        """Whether the history ends within a day: positions are then left open for the feed to move."""
        return hour >= self.market.hours.size - 24

    def value(self, held: Holding, hour: int) -> float:
        """What a position is worth at an hour, in the account's currency."""
        price = self.market.prices[held.symbol][hour]
        move = (price - float(held.price)) * held.side.sign * instrument(held.symbol).contract_size
        return float(move * float(held.volume) * self.rate(instrument(held.symbol).currency_profit, hour))

    def rate(self, currency: str, hour: int) -> float:
        """Units of the account's currency for one *currency* at an hour."""
        return float(self.rates(currency)[hour])

    def rates(self, currency: str) -> NDArray[np.float64]:
        """Units of the account's currency for one *currency* at every hour."""
        return self._rates[currency]

    def _stated(self, number: int, held: Holding, opened: datetime) -> StatedPosition:
        item = instrument(held.symbol)
        last = self.market.hours.size - 1
        price = Decimal(str(self.market.prices[held.symbol][last]))
        return StatedPosition(
            row=number + 1,
            position_id=held.position_id,
            symbol=held.symbol,
            side=held.side,
            volume=held.volume,
            open_time=opened,
            price_open=round_money(held.price, item.digits),
            price_current=price,
            stop_loss=None,
            take_profit=None,
            commission=ZERO,
            swap=held.swap,
            profit=self._profit(held, price, held.volume, last),
        )

    def _price(self, symbol: str, hour: int, fraction: float, side: Side) -> Decimal:
        item = instrument(symbol)
        half = item.spread / 2 * side.sign
        return round_money(Decimal(str(self.market.between(symbol, hour, fraction) + half)), item.digits)

    def _profit(self, held: Holding, price: Decimal, lots: Decimal, hour: int) -> Decimal:
        item = instrument(held.symbol)
        move = (price - held.price) * held.side.sign * item.contract_size * lots
        return self.money(move * Decimal(str(self.rate(item.currency_profit, hour))))

    def _accrue(self, held: Holding, hour: int) -> None:
        """Bring a position to *hour*: its swap, and its floating result of every hour since."""
        item = instrument(held.symbol)
        per_night = item.swap_long if held.side is Side.BUY else item.swap_short
        nights = self.market.nights(held.hour, hour)
        held.swap += self.money(per_night * nights * float(held.volume) * self.rate("USD", hour))
        since = slice(held.hour + 1, hour + 1)
        move = self.market.prices[held.symbol][since] - float(held.price)
        lots = item.contract_size * float(held.volume) * held.side.sign
        self.floating[since] += move * lots * self.rates(item.currency_profit)[since]
        held.hour = hour

    def _execution(
        self, at: Moment, symbol: str, side: Side, lots: Decimal, price: Decimal, **booked: object
    ) -> Deal:
        """Book an execution; *booked* are the other fields of the deal."""
        stamp = self._stamp(*at)
        order = stamp["ticket"] + ORDER_OFFSET
        commission = self.money(-self.commission_per_lot * float(lots) * self.rate("USD", at[0]))
        fields: dict[str, Any] = {"position_id": order} | booked
        return self._add(
            Deal(
                **stamp,
                **fields,
                type=DealType.BUY if side is Side.BUY else DealType.SELL,
                order=order,
                symbol=symbol,
                volume=lots,
                price=price,
                commission=commission,
            )
        )

    def _stamp(self, hour: int, fraction: float) -> dict[str, Any]:
        time = as_time(self.market.hours[hour], fraction).replace(tzinfo=UTC)
        return {
            "ticket": FIRST_TICKET + len(self.rows),
            "time": time,
            "server_time": server_zone(SERVER_ZONE).to_server(time),
        }

    def _server(self, hour: int, fraction: float) -> datetime:
        return server_zone(SERVER_ZONE).to_server(
            as_time(self.market.hours[hour], fraction).replace(tzinfo=UTC)
        )

    def _add(self, deal: Deal) -> Deal:
        self.balance += deal.cash
        self.rows.append(StatedDeal(len(self.rows) + 1, deal, self.balance))
        return deal
