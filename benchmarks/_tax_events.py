"""Deals of an active trader in a few symbols: round lots, wandering prices, never more sold than held."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from services.model import Side
from services.tax.model import Execution, TaxClass

START, YEARS, SYMBOLS = datetime(2023, 1, 2, tzinfo=UTC), 3, 8
MEAN, STEP, LEAST = 10_000, 100, 100  # cents
SEED = 8949


class Deal(NamedTuple):
    """A deal as both sides are given it; the price is in cents."""

    symbol: str
    time: str
    is_buy: bool
    shares: int
    price: int


def deals(count: int) -> list[Deal]:
    """So many deals in three years, symbol by symbol."""
    source, found = random.Random(SEED), list[Deal]()  # noqa: S311 - the same deals every time
    between = timedelta(days=365 * YEARS) * SYMBOLS / count
    for symbol in (f"S{number}" for number in range(SYMBOLS)):
        held, price = 0, MEAN
        for number in range(count // SYMBOLS):
            price = max(LEAST, price + source.randint(-STEP, STEP) + (MEAN - price) // 50)
            shares = 100 * source.randint(1, 5)
            is_buy = not held or source.random() < 0.5
            shares = shares if is_buy else min(shares, held)
            held += shares if is_buy else -shares
            time = (START + number * between).isoformat(sep=" ", timespec="seconds")
            found.append(Deal(symbol, time, is_buy, shares, price))
    return found


def executions(found: list[Deal], tax_class: TaxClass) -> list[Execution]:
    """The deals as executions of one account."""
    made = []
    for number, deal in enumerate(found):
        time = datetime.fromisoformat(deal.time)
        made.append(
            Execution(
                key=str(number),
                account="A",
                wallet="A",
                symbol=deal.symbol,
                identity=deal.symbol,
                tax_class=tax_class,
                side=Side.BUY if deal.is_buy else Side.SELL,
                quantity=Decimal(deal.shares),
                amount=Decimal(deal.shares * deal.price) / 100,
                costs=Decimal(0),
                time=time,
                trade_date=time.date(),
                settlement_date=time.date(),
                order=str(number),
            )
        )
    return made
