"""Floating profit of every account after a batch of quotes: ours, a loop, pandas, and one pass of reading."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from benchmarks._figure import Figure
from benchmarks._live_book import OWN, SERVER, Book, make_book
from services.calc.conversion import Routes, is_own_rate
from services.feed import ServerQuote
from services.live.engine import Engine
from services.live.group import Group
from services.live.prices import Prices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from services.model import Position

ROUNDS, BATCHES, FEW = 7, 40, 4
TOLERANCE = 0.005
Batch = list[tuple[str, float, float]]


class Ours:
    """The engine's kernel: levels in, one product."""

    def __init__(self, book: Book) -> None:
        self.prices = Prices()
        places = {name: self.prices.place(name) for name in book.symbols}
        self.prices.set([(places[name], price, price) for name, price in book.prices.items()])
        self.group = Group(book.accounts, self.prices, lambda _base, _quote: None)
        self._places = places

    def levels(self, batch: Batch) -> NDArray[np.float64]:
        """The batch as the price board holds it."""
        levels = self.prices.levels.copy()
        for name, bid, ask in batch:
            levels[2 * self._places[name] : 2 * self._places[name] + 2] = bid, ask
        return levels

    def value(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Profit of every account."""
        self.prices.levels[:] = levels
        return self.group.value()


class Loop:
    """What bots and dashboards do: a loop over positions."""

    def __init__(self, book: Book) -> None:
        routes = Routes(book.symbols.values())
        self.count = len(book.accounts)
        self.rows = [
            (
                row,
                held.symbol,
                held.side.sign,
                float(held.volume),
                float(held.price_open),
                *_terms(book, routes, held.symbol),
            )
            for row, one in enumerate(book.accounts)
            for held in one.positions
        ]

    def value(self, quotes: dict[str, tuple[float, float]]) -> list[float]:
        """Profit of every account."""
        totals = [0.0] * self.count
        for row, symbol, sign, lots, opened, size, is_own, legs in self.rows:
            bid, ask = quotes[symbol]
            price = bid if sign > 0 else ask
            profit = (price - opened) * sign * lots * size
            if is_own:
                profit /= price
            for name, is_inverse in legs:
                bid, ask = quotes[name]
                if is_inverse:
                    profit /= ask if profit >= 0 else bid
                else:
                    profit *= bid if profit >= 0 else ask
            totals[row] += profit
        return totals


class Pandas:
    """A frame of positions, mapped prices, one sum by account."""

    def __init__(self, book: Book) -> None:
        loop = Loop(book)
        names = ("row", "symbol", "sign", "lots", "opened", "size", "own", "legs")
        self.frame = pd.DataFrame(loop.rows, columns=names)
        self.frame["leg"] = [legs[0][0] if legs else "" for legs in self.frame["legs"]]
        self.frame["inverse"] = [bool(legs) and legs[0][1] for legs in self.frame["legs"]]
        self.frame["units"] = self.frame["sign"] * self.frame["lots"] * self.frame["size"]

    def value(self, batch: Batch) -> NDArray[np.float64]:
        """Profit of every account."""
        frame = self.frame
        bids = pd.Series({name: bid for name, bid, _ in batch} | {"": 1.0})
        asks = pd.Series({name: ask for name, _, ask in batch} | {"": 1.0})
        price = frame["symbol"].map(bids).where(frame["sign"] > 0, frame["symbol"].map(asks))
        profit = (price - frame["opened"]) * frame["units"]
        profit = profit.where(~frame["own"], profit / price)
        bid, ask = frame["leg"].map(bids), frame["leg"].map(asks)
        gain, loss = bid.where(~frame["inverse"], 1 / ask), ask.where(~frame["inverse"], 1 / bid)
        return (profit * gain.where(profit >= 0, loss)).groupby(frame["row"]).sum().to_numpy()


def _bare(held: Position) -> tuple[str, int, float, float]:
    return held.symbol, held.side.sign, float(held.volume), float(held.price_open)


def _terms(book: Book, routes: Routes, name: str) -> tuple[float, bool, tuple[tuple[str, bool], ...]]:
    symbol = book.symbols[name]
    if symbol.currency_profit == "USD" or name in OWN:
        return float(symbol.contract_size), is_own_rate(symbol, "USD"), ()
    legs = routes.route(symbol.currency_profit, "USD") or ()
    return float(symbol.contract_size), False, tuple((leg.symbol, leg.is_inverse) for leg in legs)


def revaluation() -> list[Figure]:
    """How many times less CPU ours takes than each, and how many times one pass of reading."""
    book = make_book()
    batches = list(islice(book.quotes(), BATCHES))
    ours, loop, frame = Ours(book), Loop(book), Pandas(book)
    levels = [ours.levels(batch) for batch in batches]
    quotes = [{name: (bid, ask) for name, bid, ask in batch} for batch in batches[:FEW]]
    _agree(ours.value(levels[0]), np.array(loop.value(quotes[0])), frame.value(batches[0]))
    matrix = ours.group.exposure.matrix
    ways: dict[str, tuple[Callable[[Any], object], Sequence[object]]] = {
        "ours": (ours.value, levels),
        "loop": (loop.value, quotes),
        "pandas": (frame.value, batches[:FEW]),
        "read": (lambda _: matrix.sum(), levels),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name, (work, given) in ways.items():
            started = time.process_time()
            for one in given:
                work(one)
            if number:
                found[name].append((time.process_time() - started) / len(given))
    median = {name: statistics.median(seconds) for name, seconds in found.items()}
    return [
        Figure("revalue 20,000 positions of 1,000 accounts", median["ours"] * 1e6, "µs"),
        Figure("… times less CPU than a loop over positions", median["loop"] / median["ours"], "×", least=80),
        Figure("… times less CPU than pandas", median["pandas"] / median["ours"], "×", least=100),
        Figure("… of one read pass over the same arrays", median["ours"] / median["read"], "×", most=1.5),
        settled(book, batches),
    ]


def settled(book: Book, batches: Sequence[Batch]) -> Figure:
    """The whole engine after a batch: quotes checked, every position rounded, changes noted."""
    engine = Engine(lambda _base, _quote: None, stale_seconds=30)
    for one in book.accounts:
        engine.put(one)
    seconds = []
    for batch in batches:
        now = datetime.now(UTC)
        quotes = [ServerQuote(SERVER, name, now, bid, ask) for name, bid, ask in batch]
        started = time.process_time()
        engine.take(quotes, now)
        engine.settle()
        seconds.append(time.process_time() - started)
        engine.take_changes()
        engine.take_ticks()
    return Figure("quotes to rounded values of all of them", statistics.median(seconds[2:]) * 1e3, "ms")


def _agree(*found: NDArray[np.float64]) -> None:
    for other in found[1:]:
        assert np.abs(found[0] - other).max() < TOLERANCE
