"""Made-up hourly prices: seeded walks over the hours in which a broker on New York + 7 h trades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    from numpy.typing import NDArray

SERVER_ZONE = "NY+7"
DAYS = 730
TREND_HOURS = 300
MOST_HOURS = 44 * TREND_HOURS
_SATURDAY = 5
_EPOCH_WEEKDAY = 3


@dataclass(frozen=True, slots=True)
class Instrument:
    """A symbol as a broker specifies it; `volatility` is that of an hour, `swap` per lot and night."""

    name: str
    digits: int
    contract_size: int
    currency_profit: str
    start: float
    volatility: float
    swap_long: float
    swap_short: float
    spread: float


INSTRUMENTS = (
    Instrument("EURUSD", 5, 100_000, "USD", 1.0860, 0.00085, -6.1, 2.2, 0.00008),
    Instrument("GBPUSD", 5, 100_000, "USD", 1.2710, 0.00095, -3.4, -2.1, 0.00012),
    Instrument("USDJPY", 3, 100_000, "JPY", 149.20, 0.00100, 4.8, -9.5, 0.009),
    Instrument("XAUUSD", 2, 100, "USD", 2_310.0, 0.00170, -38.0, 14.0, 0.18),
)


@dataclass(frozen=True, slots=True)
class Market:
    """Prices of every instrument at each trading hour; `hours` are UTC, `server_days` the broker's days."""

    hours: NDArray[np.datetime64]
    server_days: NDArray[np.datetime64]
    prices: dict[str, NDArray[np.float64]]

    def between(self, symbol: str, hour: int, fraction: float) -> float:
        """The price a *fraction* of the way from one trading hour to the next."""
        path = self.prices[symbol]
        after = min(hour + 1, path.size - 1)
        return float(path[hour] + (path[after] - path[hour]) * fraction)

    def nights(self, start: int, end: int) -> int:
        """Rollovers between two hours, Wednesday's counting three times."""
        days = np.arange(self.server_days[start], self.server_days[end])
        weekday = (days.astype(np.int64) + _EPOCH_WEEKDAY) % 7
        return int(np.select([weekday == 2, weekday >= _SATURDAY], [3, 0], 1).sum())  # noqa: PLR2004


def instrument(name: str) -> Instrument:
    """The instrument called *name*."""
    return next(item for item in INSTRUMENTS if item.name == name)


def make_market(seed: int, until: datetime) -> Market:
    """Two years of hourly prices up to *until* (aware UTC), pulled back to where they began."""
    last = np.datetime64(until.replace(tzinfo=None, minute=0, second=0, microsecond=0), "us")
    hours = np.arange(last - np.timedelta64(DAYS, "D"), last, np.timedelta64(1, "h"))
    local = server_zone(SERVER_ZONE).local_times(hours)
    days = local.astype("datetime64[D]")
    trading = (days.astype(np.int64) + _EPOCH_WEEKDAY) % 7 < _SATURDAY
    hours, days = hours[trading], days[trading]
    prices = {
        item.name: _walk(item, np.random.default_rng([seed, number]))[: hours.size]
        for number, item in enumerate(INSTRUMENTS)
    }
    return Market(hours, days, prices)


def _walk(item: Instrument, random: np.random.Generator) -> NDArray[np.float64]:
    """A log walk with fat tails, a slow trend and a weak pull to its start; longer than any two years."""
    shocks = random.standard_t(5, MOST_HOURS) * item.volatility * 0.78
    trend = np.repeat(random.normal(0, item.volatility * 0.055, MOST_HOURS // TREND_HOURS), TREND_HOURS)
    level, path = 0.0, np.empty(MOST_HOURS)
    for hour in range(MOST_HOURS):
        level += shocks[hour] + trend[hour] - level * 0.0011
        path[hour] = level
    return np.round(item.start * np.exp(path), item.digits)


def as_time(hour: np.datetime64, fraction: float) -> datetime:
    """Naive UTC a *fraction* of an hour after *hour*, to the second."""
    start: datetime = hour.astype("datetime64[us]").astype(datetime)
    return start + timedelta(seconds=int(fraction * 3_599))
