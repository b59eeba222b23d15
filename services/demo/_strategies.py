"""How the three demo accounts trade: with the trend, with one net position, with a grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from services.model import DealType, Side

if TYPE_CHECKING:
    import numpy as np

    from services.demo._book import Book, Holding

LOT = Decimal("0.01")
FORESIGHT_HOURS = 20
MOST_LOTS = Decimal("0.3")
HALF = 0.5


def lots(size: float) -> Decimal:
    """A volume in steps of 0.01 lots, at least one."""
    return max((Decimal(str(size)) / LOT).to_integral_value() * LOT, LOT)


def guessed_side(book: Book, symbol: str, hour: int, skill: float, random: np.random.Generator) -> Side:
    """The side that will be right in about a day with probability *skill*."""
    path = book.market.prices[symbol]
    rises = path[min(hour + FORESIGHT_HOURS, path.size - 1)] > path[hour]
    return Side.BUY if rises == (random.random() < skill) else Side.SELL


@dataclass(slots=True)
class Plan:
    """Where a trade is to be closed: hours from entry, and the profit or loss that ends it early."""

    held: Holding
    expires: int
    target: float
    stop: float


@dataclass(slots=True)
class TrendFollower:
    """Up to five positions in three symbols, each risking a little, with a slight edge; hedging, USD."""

    random: np.random.Generator
    plans: list[Plan] = field(default_factory=list)

    def hour(self, book: Book, hour: int) -> None:
        """Close what has expired, reached its target or its stop; sometimes open something."""
        for plan in list(self.plans):
            value = book.value(plan.held, hour)
            expired = hour >= plan.expires and not book.is_ending(hour)
            if expired or not plan.stop < value < plan.target:
                comment = "[tp]" if value >= plan.target else "[sl]" if value <= plan.stop else ""
                book.close(plan.held, hour, 0.2 + 0.01 * len(self.plans), plan.held.volume, comment)
                self.plans.remove(plan)
        if len(self.plans) < 5 and self.random.random() < (HALF if book.is_ending(hour) else 0.075):  # noqa: PLR2004
            self._open(book, hour)

    def _open(self, book: Book, hour: int) -> None:
        symbol = str(self.random.choice(["EURUSD", "GBPUSD", "XAUUSD"]))
        side = guessed_side(book, symbol, hour, 0.605, self.random)
        risk = float(book.balance) * 0.0042
        unit = 1_150 if symbol == "XAUUSD" else 520
        size = lots(float(risk) / unit * self.random.uniform(0.6, 1.4))
        held = book.open(hour, 0.7 + self.random.uniform(0, 0.25), symbol, side, size)
        expires = hour + int(self.random.geometric(1 / 26))
        self.plans.append(Plan(held, expires, risk * 1.9, -risk))

    def open_positions(self) -> list[Holding]:
        """What is held at the end."""
        return [plan.held for plan in self.plans]


@dataclass(slots=True)
class NetReverser:
    """One net position a symbol, added to, reduced and turned round, a little worse than chance; EUR."""

    random: np.random.Generator
    held: dict[str, Holding] = field(default_factory=dict)

    def hour(self, book: Book, hour: int) -> None:
        """Sometimes move the net position of a symbol to another size."""
        keen = book.is_ending(hour) and not self.held
        if self.random.random() < (HALF if keen else 0.055):
            symbol = str(self.random.choice(["EURUSD", "USDJPY"]))
            wanted = lots(self.random.uniform(0.04, 0.26))
            self._move(book, hour, symbol, guessed_side(book, symbol, hour, 0.462, self.random), wanted)

    def _move(self, book: Book, hour: int, symbol: str, side: Side, size: Decimal) -> None:
        at = 0.3 + self.random.uniform(0, 0.6)
        held = self.held.get(symbol)
        if held is None:
            self.held[symbol] = book.open(hour, at, symbol, side, size)
        elif held.side is side and held.volume < MOST_LOTS:
            book.add(held, hour, at, size)
        elif size > held.volume:
            self.held[symbol] = book.reverse(held, hour, at, size)
        else:
            if book.is_ending(hour):
                return
            book.close(held, hour, at, min(size, held.volume) if self.random.random() < HALF else held.volume)
            if not held.volume:
                del self.held[symbol]

    def open_positions(self) -> list[Holding]:
        """What is held at the end."""
        return list(self.held.values())


@dataclass(slots=True)
class Grid:
    """Adds to the losing side until the basket is above water: small wins, large floating losses; JPY."""

    random: np.random.Generator
    basket: list[Holding] = field(default_factory=list)

    def hour(self, book: Book, hour: int) -> None:
        """Close the basket at a small profit, add to it when the price went against it, or start one."""
        if not self.basket:
            if self.random.random() < (HALF if book.is_ending(hour) else 0.11):
                self._add(book, hour, Side.BUY if self.random.random() < HALF else Side.SELL, 0.05)
            return
        value = sum(book.value(held, hour) for held in self.basket)
        if value > 3_500 + 1_500 * len(self.basket) and not book.is_ending(hour):
            for number, held in enumerate(self.basket):
                book.close(held, hour, 0.1 + 0.02 * number, held.volume, "basket")
            self.basket.clear()
            return
        last = self.basket[-1]
        against = (float(last.price) - book.market.prices[last.symbol][hour]) * last.side.sign
        if against > 0.9 and len(self.basket) < 6:  # noqa: PLR2004 - how this one trades
            self._add(book, hour, last.side, float(last.volume) * 1.2)

    def _add(self, book: Book, hour: int, side: Side, size: float) -> None:
        self.basket.append(book.open(hour, 0.6, "USDJPY", side, lots(size)))

    def open_positions(self) -> list[Holding]:
        """What is held at the end."""
        return list(self.basket)


@dataclass(frozen=True, slots=True)
class CashPlan:
    """Money that moves on a trading day of the history: day from the start, amount, what it is."""

    day: int
    amount: float
    comment: str
    kind: DealType = DealType.BALANCE
