"""The `replay` feed: plays a recording as if it happened now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from services.errors import DamagedError, FeedUnavailableError, SettingsError
from services.feed import FeedBatch
from services.feed_recording import polls
from services.feed_shapes import MOST_QUOTES, MOST_REPORTS

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from services.feed import AccountReport, FeedHost, ServerQuote
    from services.feed_recording import Polled

MOST_POLLS = 500

_log = structlog.get_logger(__name__)


def open_feed(host: FeedHost) -> ReplayFeed:
    """The feed of the recording that REPLAY_FILE names; raises SettingsError where it names none."""
    return ReplayFeed(host)


class ReplayFeed:
    """What was told comes again, REPLAY_SPEED times as fast, until the recording is over.

    Quotes and stated figures get the time of now. Deals and positions keep theirs, so that what is played
    twice is booked once.
    """

    name = "replay"
    seconds = 0.25
    is_queue = False

    def __init__(self, host: FeedHost) -> None:
        if host.settings.replay_file is None:
            raise SettingsError("MARKET_DATA_PROVIDER=replay needs REPLAY_FILE, the recording to play.")
        self._path = host.settings.replay_file
        self._speed = host.settings.replay_speed
        self._polls: Generator[Polled] | None = None
        self._next: Polled | None = None
        self._recorded_from: datetime | None = None
        self._played_from: datetime | None = None
        self._damage = ""
        self._is_over = False
        self._asleep: tuple[str, ...] = ()
        self._is_closed = False

    def poll(self, now: datetime) -> FeedBatch:
        """What is due at *now*; raises FeedUnavailableError where the recording cannot be read (further)."""
        if self._damage:
            raise FeedUnavailableError(self._damage)
        try:
            due = self._due(now)
        except OSError as error:
            self.close()
            raise FeedUnavailableError(f"The recording {self._path} cannot be read: {error}.") from error
        if due:
            self._asleep, self._is_closed = due[-1].batch.asleep, due[-1].batch.is_closed
        return FeedBatch(
            tuple(self._now(quote, now) for one in due for quote in one.batch.quotes),
            tuple(self._report(report, now) for one in due for report in one.batch.reports),
            self._is_closed or (self._is_over and not due),
            self._asleep,
        )

    def close(self) -> None:
        """Close the file."""
        if self._polls is not None:
            self._polls.close()
        self._polls, self._next = None, None

    def _due(self, now: datetime) -> list[Polled]:
        if self._is_over:
            return []
        if self._polls is None:
            self._begin(now)
        due: list[Polled] = []
        quotes = reports = 0
        while self._next is not None and self._time(self._next.time) <= now and len(due) < MOST_POLLS:
            quotes, reports = quotes + len(self._next.batch.quotes), reports + len(self._next.batch.reports)
            if due and (quotes > MOST_QUOTES or reports > MOST_REPORTS):
                break
            due.append(self._next)
            self._advance()
        return due

    def _begin(self, now: datetime) -> None:
        """Open the recording; where it was read from before, it begins anew."""
        self._polls = polls(self._path)
        self._played_from = now
        self._advance()
        if self._next is None:
            self._damage = self._damage or f"The recording {self._path} holds nothing."
            raise FeedUnavailableError(self._damage)
        self._recorded_from = self._next.time

    def _advance(self) -> None:
        """Look at the next poll; damage is told once everything before it was played."""
        try:
            self._next = None if self._polls is None else next(self._polls, None)
        except DamagedError as error:
            self._next, self._damage = None, str(error)
            return
        if self._next is None and self._recorded_from is not None:
            self._is_over = True
            _log.info("recording_over", file=str(self._path))

    def _time(self, recorded: datetime) -> datetime:
        """When something of the recording happens as it is played."""
        if self._recorded_from is None or self._played_from is None:
            return recorded
        return self._played_from + (recorded - self._recorded_from) / self._speed

    def _now(self, quote: ServerQuote, now: datetime) -> ServerQuote:
        return replace(quote, time=min(self._time(quote.time), now))

    def _report(self, report: AccountReport, now: datetime) -> AccountReport:
        if report.stated is None:
            return report
        return replace(report, stated=replace(report.stated, time=min(self._time(report.stated.time), now)))
