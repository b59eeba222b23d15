"""A made-up trader of one demo account: opens and closes positions as deals, exact to the cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.conversion import Routes, is_own_rate, sided_rate
from services.calc.money import round_money, share
from services.calc.position_profit import closing_price, converted, move_value, units_per_lot
from services.model import ZERO, Deal, DealEntry, DealType, MarginMode, Position, Side

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from services.feed import HeldAccount
    from services.market._walk import Walk
    from services.model import Symbol

ACTS_EVERY = 150.0  # seconds, on average
MOST_HELD, FEWEST_HELD = 7, 2
ORDER_OFFSET = 4_000_000
STOP_DISTANCE, TARGET_DISTANCE = 1.6, 2.2  # of an hour's volatility
STOPPED, TAKEN, BY_EXPERT = 4, 5, 3
WEDNESDAY, SATURDAY, DAYS_A_YEAR = 2, 5, 365
LOTS = (5, 10, 10, 15, 20)


class Trader:
    """One account's positions and the deals it does next."""

    def __init__(
        self,
        held: HeldAccount,
        walk: Walk,
        *,
        commission: float,
        seed: int,
        daily: Callable[[str, str], Decimal | None],
    ) -> None:
        self.account = held.account
        self.positions = {position.position_id: position for position in held.positions}
        self._walk = walk
        self._commission = Decimal(str(commission))
        self._ticket = held.last_ticket
        self._random = np.random.default_rng([seed, held.last_ticket])
        self._routes = Routes(item.symbol for item in walk.instruments.values())
        self._daily = daily

    def step(self, now: datetime, seconds: float) -> list[Deal]:
        """The deals of the *seconds* up to *now*: stops and targets that were met, at times a decision."""
        open_now = {name for name in self._walk.quotes if name not in self._walk.asleep(now)}
        deals = self._met(now, open_now)
        if open_now and self._random.random() < 1 - np.exp(-seconds / ACTS_EVERY):
            deals += self._decide(now, sorted(open_now))
        return deals

    def roll_over(self, day: datetime) -> bool:
        """Book a night's swap on every position; whether there were any. Wednesday's counts three times."""
        nights = 3 if day.weekday() == WEDNESDAY else 0 if day.weekday() >= SATURDAY else 1
        for position in self.positions.values():
            item = self._walk.instruments.get(position.symbol)
            if item is None:
                continue
            lot = Decimal(str(item.swap_long if position.side is Side.BUY else item.swap_short))
            swap = self._money(lot * position.volume * nights, item.symbol.currency_profit)
            self.positions[position.position_id] = replace(position, swap=position.swap + swap)
        return bool(nights and self.positions)

    def _met(self, now: datetime, open_now: set[str]) -> list[Deal]:
        deals = []
        for position in tuple(self.positions.values()):
            if position.symbol not in open_now:
                continue
            price = closing_price(position.side, *self._walk.quotes[position.symbol])
            away = position.side.sign
            if position.stop_loss is not None and (price - position.stop_loss) * away <= 0:
                deals.append(self._close(position, now, STOPPED, f"[sl {position.stop_loss}]"))
            elif position.take_profit is not None and (price - position.take_profit) * away >= 0:
                deals.append(self._close(position, now, TAKEN, f"[tp {position.take_profit}]"))
        return deals

    def _decide(self, now: datetime, open_now: list[str]) -> list[Deal]:
        """Open something, or close one of the positions: the more there are, the likelier."""
        closable = [one for one in self.positions.values() if one.symbol in open_now]
        chance = (len(self.positions) - FEWEST_HELD) / (MOST_HELD - FEWEST_HELD)
        if closable and self._random.random() < chance:
            chosen = closable[int(self._random.integers(len(closable)))]
            return [self._close(chosen, now, BY_EXPERT, "")]
        if self.account.margin_mode is MarginMode.NETTING:
            held = {position.symbol for position in self.positions.values()}
            open_now = [name for name in open_now if name not in held]
        if len(self.positions) >= MOST_HELD or not open_now:
            return []
        return [self._open(open_now[int(self._random.integers(len(open_now)))], now)]

    def _open(self, name: str, now: datetime) -> Deal:
        item = self._walk.instruments[name]
        side = Side.BUY if self._random.random() < 0.5 else Side.SELL  # noqa: PLR2004 - a fair coin
        bid, ask = self._walk.quotes[name]
        price = ask if side is Side.BUY else bid
        lots = Decimal(int(self._random.choice(LOTS))) / 100
        deal = self._deal(now, item.symbol, side, lots, price, entry=DealEntry.IN)
        reach = Decimal(repr(float(price) * item.volatility)) * side.sign
        digits = item.symbol.digits
        self.positions[deal.position_id] = Position(
            position_id=deal.position_id,
            symbol=name,
            side=side,
            volume=lots,
            time=now,
            price_open=price,
            price_current=bid if side is Side.BUY else ask,
            stop_loss=round_money(price - reach * Decimal(str(STOP_DISTANCE)), digits),
            take_profit=round_money(price + reach * Decimal(str(TARGET_DISTANCE)), digits),
        )
        return deal

    def _close(self, position: Position, now: datetime, reason: int, comment: str) -> Deal:
        symbol = self._walk.instruments[position.symbol].symbol
        price = closing_price(position.side, *self._walk.quotes[position.symbol])
        del self.positions[position.position_id]
        deal = self._deal(
            now,
            symbol,
            position.side.opposite,
            position.volume,
            price,
            entry=DealEntry.OUT,
            position_id=position.position_id,
        )
        profit = self._profit(position, symbol, price)
        swap = share(position.swap, position.volume, position.volume, self.account.currency_digits)
        return replace(deal, profit=profit, swap=swap, reason=reason, comment=comment)

    def _profit(self, position: Position, symbol: Symbol, price: Decimal) -> Decimal:
        units = units_per_lot(symbol) or ZERO
        amount = move_value(position.side, position.volume, position.price_open, price, units)
        if is_own_rate(symbol, self.account.currency):
            return round_money(amount / price, self.account.currency_digits)
        return self._money(amount, symbol.currency_profit)

    def _money(self, amount: Decimal, currency: str) -> Decimal:
        """An amount of another currency as the account books it; raises LookupError without any rate."""
        digits = self.account.currency_digits
        factors = sided_rate(self._routes, self._walk.quotes, currency, self.account.currency, self._daily)
        if factors is None:
            raise LookupError(f"There is no rate from {currency} to {self.account.currency}.")
        return converted(amount, factors, digits)

    def _deal(
        self,
        now: datetime,
        symbol: Symbol,
        side: Side,
        lots: Decimal,
        price: Decimal,
        *,
        entry: DealEntry,
        position_id: int = 0,
    ) -> Deal:
        self._ticket += 1
        order = self._ticket + ORDER_OFFSET
        return Deal(
            ticket=self._ticket,
            time=now,
            server_time=self._walk.server_time(now),
            type=DealType.BUY if side is Side.BUY else DealType.SELL,
            entry=entry,
            order=order,
            position_id=position_id or order,
            symbol=symbol.name,
            volume=lots,
            price=price,
            commission=round_money(-self._commission * lots, self.account.currency_digits),
            reason=BY_EXPERT,
        )
