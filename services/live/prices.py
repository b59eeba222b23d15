"""The newest prices of one server's symbols as arrays; what can't be a price is refused and counted."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import structlog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.feed import ServerQuote

AHEAD = timedelta(minutes=5)
LOGGED_EVERY = 1_000

log = structlog.get_logger(__name__)


class Prices:
    """Bid and ask by symbol: `levels[2 * place]` is the bid, the next one the ask; NaN before the first.

    `changed` holds the places that got a price since it was cleared.
    """

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.levels: NDArray[np.float64] = np.empty(0)
        self.times: list[datetime | None] = []
        self.changed: set[int] = set()

    def place(self, symbol: str) -> int:
        """Where the symbol stands; a new one is added without a price."""
        if symbol not in self.places:
            self.places[symbol] = len(self.places)
            self.levels = np.append(self.levels, (np.nan, np.nan))
            self.times.append(None)
        return self.places[symbol]

    def set(self, quotes: Sequence[tuple[int, float, float]]) -> None:
        """Make these the prices: (place, bid, ask), already found good."""
        places = np.array([place for place, _, _ in quotes], dtype=np.intp)
        self.levels[2 * places] = [bid for _, bid, _ in quotes]
        self.levels[2 * places + 1] = [ask for _, _, ask in quotes]
        self.changed.update(place for place, _, _ in quotes)

    def quote(self, symbol: str) -> tuple[float, float] | None:
        """Bid and ask of a symbol; None before the first."""
        place = self.places.get(symbol)
        if place is None or math.isnan(self.levels[2 * place]):
            return None
        return float(self.levels[2 * place]), float(self.levels[2 * place + 1])


@dataclass(frozen=True, slots=True)
class Refused:
    """Quotes that moved nothing, by why; `last` is the newest in words."""

    counts: dict[str, int]
    last: str = ""

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.counts.values())


class PriceBoard:
    """The prices of every server."""

    def __init__(self) -> None:
        self.servers: dict[str, Prices] = {}
        self.newest: datetime | None = None
        self._refused: Counter[str] = Counter()
        self._last = ""

    def of(self, server: str) -> Prices:
        """The prices of one server."""
        return self.servers.setdefault(server, Prices())

    @property
    def refused(self) -> Refused:
        """What was refused so far."""
        return Refused(dict(self._refused), self._last)

    def take(self, quotes: Sequence[ServerQuote], now: datetime) -> int:
        """Take the good ones in; how many there were."""
        good: dict[str, dict[int, tuple[int, float, float]]] = {}
        taken = 0
        for quote in quotes:
            prices = self.of(quote.server)
            place = prices.place(quote.symbol)
            wrong = _wrong(quote, prices.times[place], now)
            if wrong:
                self._refuse(quote, wrong)
                continue
            prices.times[place] = quote.time
            good.setdefault(quote.server, {})[place] = (place, quote.bid, quote.ask)
            self.newest = quote.time if self.newest is None else max(self.newest, quote.time)
            taken += 1
        for server, found in good.items():
            self.of(server).set(list(found.values()))
        return taken

    def _refuse(self, quote: ServerQuote, why: str) -> None:
        self._refused[why] += 1
        self._last = f"{quote.symbol}, {why}"
        if self._refused[why] % LOGGED_EVERY == 1:
            log.warning("quote_refused", why=why, symbol=quote.symbol, bid=quote.bid, ask=quote.ask)


def _wrong(quote: ServerQuote, before: datetime | None, now: datetime) -> str:
    """Why a quote can't be used; empty when it can."""
    if not (math.isfinite(quote.bid) and math.isfinite(quote.ask)):
        return "not a number"
    if quote.bid <= 0 or quote.ask <= 0:
        return "not above zero"
    if quote.ask < quote.bid:
        return "ask below bid"
    if quote.time > now + AHEAD:
        return "from the future"
    if before is not None and quote.time < before:
        return "older than the last"
    return ""


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)
