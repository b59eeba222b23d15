"""The account that a terminal is logged in to: its state each second, its deals when they change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from services.calc.server_zone import guess_server_zone, server_zone
from services.feed import FeedBatch, ServerClock
from services.market._mt5_clock import ServerClocks
from services.market._mt5_convert import shown_time
from services.market._mt5_history import AHEAD, BEGINNING, BEHIND, WINDOW, History
from services.market._mt5_report import Reporter
from services.market._mt5_ticks import Ticks, quotes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.market._mt5_terminal import Row, Terminal

CLOCK_WAIT = timedelta(seconds=10)  # for a first fresh tick, before the clock is guessed
CLOCK_CHECK = timedelta(hours=1)
ASK_AGAIN = timedelta(minutes=10)  # what was told may not have been booked
TRIES = 3
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What the product knows of an account before the feed says anything; `zone` is what it assumes."""

    last_deal: datetime | None = None
    clocks: tuple[ServerClock, ...] = ()
    zone: str | None = None


class LoggedIn:
    """What is followed of one account, since *now*."""

    def __init__(
        self,
        key: tuple[str, str],
        terminal: Terminal,
        known: Callable[[str, str], Known],
        warn: Callable[[str], None],
        now: datetime,
    ) -> None:
        self.key = key
        self._terminal, self._known, self._warn, self._since = terminal, known, warn, now
        found = known(*key)
        self._assumed = found.zone
        self._clocks = ServerClocks(found.clocks, found.zone)
        self._checked: datetime | None = None
        self._doubted: int | None = None
        self._is_guessed = False
        specifications = {row["name"]: row for row in terminal.symbols()}
        self._ticks = Ticks(specifications)
        self._reporter = Reporter(self._clocks, specifications)
        self._signature: object = None
        self._waiting_ticks: list[tuple[str, Row]] = []
        self._waiting_deals: dict[int, Row] = {}
        self._waiting_clock: ServerClock | None = None
        self._begin(found, now)

    def step(self, now: datetime) -> list[FeedBatch]:
        """What is new at *now*; nothing until the server's clock is known, or guessed after a while."""
        if now - self._asked >= ASK_AGAIN:
            self._begin(self._known(*self.key), now)
        positions = self._terminal.positions()
        currency = self._terminal.account()["currency"]
        held = {row["symbol"] for row in positions}
        wanted = held | self._ticks.crosses(held, currency)
        ticks, offset = self._ticks.look(self._terminal, wanted, now)
        self._waiting_ticks += ticks
        self._measure(offset, now)
        if not self._clock_is_ready(now):
            return [FeedBatch()]
        account, positions, is_settled = self._look(now)
        return self._told(account, positions, wanted, now, is_settled=is_settled)

    def _begin(self, known: Known, now: datetime) -> None:
        """Tell deals from the last that is booked on, and every symbol anew."""
        self._asked = now
        self._history = History(None if known.last_deal is None else known.last_deal - WINDOW - BEHIND)
        self._reporter.tell_again()

    def _look(self, now: datetime) -> tuple[Row, list[Row], bool]:
        """Account, positions, and whether the deals that were read are those that made its balance."""
        for _ in range(TRIES):
            account, positions = self._terminal.account(), self._terminal.positions()
            money = (account["balance"], account["credit"])
            held = frozenset((row["ticket"], row["volume"]) for row in positions)
            if self._signature != (money, held):
                self._signature = (money, held)
                self._history.hurry(now)
            if not self._history.is_due(now):
                return account, positions, True
            self._waiting_deals |= {row["ticket"]: row for row in self._history.read(self._terminal, now)}
            after = self._terminal.account()
            if money == (after["balance"], after["credit"]):
                return account, positions, True
        return account, positions, False

    def _measure(self, offset: int | None, now: datetime) -> None:
        """Hold the clock against what is known of it each hour; what is new must be seen twice."""
        if offset is None or (self._checked is not None and now - self._checked < CLOCK_CHECK):
            return
        if self._doubted != offset and not self._clocks.is_as_known(offset, now):
            self._doubted = offset
            return
        before, was_known = self._clocks.zone, self._clocks.is_known
        self._checked, self._doubted = now, None
        self._waiting_clock = self._clocks.measure(offset, now) or self._waiting_clock
        if self._clocks.zone != before and (was_known or self._is_guessed or self._assumed):
            self._warn(
                f"The clock of {self.key[1]} was taken for {before}, it shows {self._clocks.zone} now."
            )
        if self._is_guessed and not was_known:
            self._history = History(None)  # deals were told by a guess
        self._is_guessed = False

    def _clock_is_ready(self, now: datetime) -> bool:
        if self._clocks.is_known:
            return True
        if now - self._since < CLOCK_WAIT:
            return False
        if not self._is_guessed and self._assumed is None:
            booked = self._terminal.deals(BEGINNING, now + AHEAD)
            self._clocks.assumed, reason = guess_server_zone(shown_time(row["time_msc"]) for row in booked)
            self._is_guessed = True
            self._warn(f"No fresh price tells the clock of {self.key[1]}. {reason}")
        return True

    def _told(
        self, account: Row, held: list[Row], wanted: set[str], now: datetime, *, is_settled: bool
    ) -> list[FeedBatch]:
        """The batches of a step; quotes come with the last one."""
        deals = self._waiting_deals.values()
        symbols = self._reporter.symbols(self._terminal, wanted | {row["symbol"] for row in deals})
        stated_at = now if is_settled else None
        *early, last = self._reporter.reports(account, deals, held, symbols, self._waiting_clock, stated_at)
        quotes = quotes_of(self.key[1], self._waiting_ticks, self._clocks.to_utc)
        shown = server_zone(self._clocks.zone).to_server(now)
        is_closed = shown.weekday() >= _SATURDAY and self._ticks.is_quiet(now)
        self._waiting_ticks, self._waiting_deals, self._waiting_clock = [], {}, None
        return [*early, FeedBatch(quotes, last.reports, is_closed, self._ticks.asleep(now))]
