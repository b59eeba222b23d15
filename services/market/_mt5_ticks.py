"""Ticks of the symbols that matter: quotes, how far the server's clock is ahead, and who sleeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import mode
from typing import TYPE_CHECKING

from services.feed import ServerQuote
from services.market._mt5_convert import shown_time, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from services.market._mt5_terminal import Row, Terminal

LIQUID = (("EUR", "USD"), ("USD", "JPY"), ("GBP", "USD"), ("XAU", "USD"), ("BTC", "USD"))
GRAIN_MINUTES = 30
TOLERANCE = timedelta(seconds=90)
CLOSE_TOGETHER = timedelta(seconds=5)
ASLEEP = timedelta(minutes=5)
QUIET = timedelta(minutes=1)
FOREX_MODES = (0, 5)


class Ticks:
    """The newest ticks of one server's symbols; *specifications* are its SymbolInfo by name."""

    def __init__(self, specifications: Mapping[str, Row]) -> None:
        self._specifications = specifications
        self._liquid = frozenset(filter(None, (self.pair(*pair) for pair in LIQUID)))
        self._selected: set[str] = set()
        self._newest: dict[str, Row] = {}
        self._moved: dict[str, datetime] = {}
        self._looked: datetime | None = None

    def pair(self, one: str, other: str) -> str | None:
        """The symbol that prices a currency in another, either way round; None when there is none."""
        names = [
            (not row["visible"], len(name), name)
            for name, row in self._specifications.items()
            if {row["currency_base"], row["currency_profit"]} == {one, other}
            and (row["trade_calc_mode"] in FOREX_MODES or name.startswith((one, other)))
        ]
        return min(names)[2] if names else None

    def crosses(self, held: Iterable[str], currency: str) -> set[str]:
        """The symbols that turn the profit of these into *currency*."""
        known = [
            self._specifications[name]["currency_profit"] for name in held if name in self._specifications
        ]
        return {name for profit in known if profit != currency and (name := self.pair(profit, currency))}

    def look(
        self, terminal: Terminal, wanted: Iterable[str], now: datetime
    ) -> tuple[list[tuple[str, Row]], int | None]:
        """Ticks that are new, oldest first, and how many minutes the clock is ahead where they tell it."""
        news: list[tuple[str, Row]] = []
        soon = self._looked is not None and now - self._looked <= CLOSE_TOGETHER
        fresh = []
        for name in sorted({*wanted, *self._liquid} & self._specifications.keys()):
            tick = self._tick(terminal, name)
            known = self._newest.get(name)
            if tick is None or tick == known:
                continue
            if tick["bid"] or tick["ask"]:
                news.append((name, tick))
            self._newest[name] = tick
            self._moved.setdefault(name, now)
            if known is not None and tick["time_msc"] > known["time_msc"]:
                self._moved[name] = now
                fresh += [(name, tick["time_msc"])] if soon else []
        self._looked = now
        return sorted(news, key=lambda item: item[1]["time_msc"]), self._offset(fresh, now)

    def asleep(self, now: datetime) -> tuple[str, ...]:
        """Symbols that have stood still for minutes while others move."""
        if all(now - moved > ASLEEP / 10 for moved in self._moved.values()):
            return ()
        return tuple(name for name in self._newest if now - self._moved[name] > ASLEEP)

    def is_quiet(self, now: datetime) -> bool:
        """Whether no symbol has moved for a minute."""
        return all(now - moved > QUIET for moved in self._moved.values())

    def _tick(self, terminal: Terminal, name: str) -> Row | None:
        if name not in self._selected:
            terminal.select(name)
            self._selected.add(name)
        return terminal.tick(name)

    def _offset(self, fresh: list[tuple[str, int]], now: datetime) -> int | None:
        liquid = [time for name, time in fresh if name in self._liquid]
        found = [measured_offset(time, now) for time in liquid or [time for _, time in fresh]]
        told = [minutes for minutes in found if minutes is not None]
        return mode(told) if told else None


def measured_offset(time_msc: int, now: datetime) -> int | None:
    """How many minutes a clock that shows *time_msc* is ahead of UTC; None when it is no half hour.

    >>> measured_offset(1_767_607_201_000, datetime(2026, 1, 5, 8, tzinfo=UTC))
    120
    """
    ahead = shown_time(time_msc) - now.astimezone(UTC).replace(tzinfo=None)
    minutes = round(ahead / timedelta(minutes=GRAIN_MINUTES)) * GRAIN_MINUTES
    return minutes if abs(ahead - timedelta(minutes=minutes)) <= TOLERANCE else None


def quotes_of(
    server: str, ticks: Iterable[tuple[str, Row]], to_utc: Callable[[datetime], datetime]
) -> tuple[ServerQuote, ...]:
    """Ticks as quotes of a server."""
    return tuple(
        ServerQuote(
            server, text(name), to_utc(shown_time(tick["time_msc"])), float(tick["bid"]), float(tick["ask"])
        )
        for name, tick in ticks
    )
