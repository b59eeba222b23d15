"""Made-up prices that move: seeded walks with spreads, sessions and gaps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.money import round_money
from services.calc.server_zone import server_zone
from services.feed import ServerQuote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from services.model import Symbol

HOUR = 3_600.0
LONGEST_STEP = timedelta(minutes=5)
PULL = 0.02  # of the way back to the anchor in an hour, so that a walk never runs away
SATURDAY = 5
ROLLOVER = timedelta(minutes=5)
BREAK = (time(0), time(1))
WIDE, THIN = 4.0, 1.6
THIN_HOURS = range(1, 8)
GAP_HOURS = 9.0


@dataclass(frozen=True, slots=True)
class Instrument:
    """How a symbol moves: `volatility` in an hour, `spread` in price, swaps per lot and night."""

    symbol: Symbol
    start: float
    volatility: float
    spread: float
    swap_long: float = 0.0
    swap_short: float = 0.0
    has_break: bool = False
    is_always_open: bool = False


class Walk:
    """The prices of one made-up server; the same seed and the same instants give the same prices."""

    def __init__(
        self,
        server: str,
        zone: str,
        instruments: Sequence[Instrument],
        anchors: Mapping[str, float],
        *,
        seed: int,
    ) -> None:
        self.server = server
        self.instruments = {item.symbol.name: item for item in instruments}
        self.quotes: dict[str, tuple[Decimal, Decimal]] = {}
        self._clock = server_zone(zone)
        self._anchors = {name: anchors.get(name, item.start) for name, item in self.instruments.items()}
        self._levels = dict.fromkeys(self.instruments, 0.0)
        self._random = np.random.default_rng(seed)
        self._moved_at: datetime | None = None
        self._was_open: set[str] = set()

    def asleep(self, now: datetime) -> tuple[str, ...]:
        """The symbols whose session is over."""
        return tuple(name for name, item in self.instruments.items() if not self._is_open(item, now))

    def step(self, now: datetime, *, everything: bool = False) -> tuple[ServerQuote, ...]:
        """The prices of *now* of all symbols that are traded; at first, or if asked, of sleeping ones too."""
        seconds = 0.0 if self._moved_at is None else min(now - self._moved_at, LONGEST_STEP).total_seconds()
        self._moved_at = now
        everything = everything or not self.quotes
        open_now = [item for item in self.instruments.values() if everything or self._is_open(item, now)]
        found = tuple(self._quote(item, now, max(seconds, 0.0)) for item in open_now)
        self._was_open = {item.symbol.name for item in open_now if self._is_open(item, now)}
        return found

    def day(self, now: datetime) -> datetime:
        """The server's day, as the naive midnight that begins it."""
        return self._clock.to_server(now).replace(hour=0, minute=0, second=0, microsecond=0)

    def server_time(self, now: datetime) -> datetime:
        """The server's wall clock, naive."""
        return self._clock.to_server(now)

    def _quote(self, item: Instrument, now: datetime, seconds: float) -> ServerQuote:
        name, digits = item.symbol.name, item.symbol.digits
        hours = seconds / HOUR
        if name not in self._was_open and self._was_open:
            hours += GAP_HOURS  # what happened while the market slept comes at once
        shock = float(self._random.standard_normal()) * item.volatility * math.sqrt(hours)
        self._levels[name] = self._levels[name] * (1 - PULL * min(hours, 1.0)) + shock
        middle = self._anchors[name] * math.exp(self._levels[name])
        half = item.spread * self._width(now) / 2
        bid, ask = (round_money(Decimal(repr(price)), digits) for price in (middle - half, middle + half))
        ask = max(ask, bid + Decimal(1).scaleb(-digits))
        self.quotes[name] = bid, ask
        return ServerQuote(self.server, name, now, float(bid), float(ask))

    def _width(self, now: datetime) -> float:
        """How much wider than usual spreads are: at the rollover, and in the thin hours of the night."""
        clock = self._clock.to_server(now)
        midnight = clock.replace(hour=0, minute=0, second=0, microsecond=0)
        if min(clock - midnight, midnight + timedelta(days=1) - clock) < ROLLOVER:
            return WIDE
        return (THIN if clock.hour in THIN_HOURS else 1.0) * float(self._random.uniform(0.9, 1.3))

    def _is_open(self, item: Instrument, now: datetime) -> bool:
        if item.is_always_open:
            return True
        clock = self._clock.to_server(now)
        if clock.weekday() >= SATURDAY:
            return False
        return not (item.has_break and BREAK[0] <= clock.time() < BREAK[1])
