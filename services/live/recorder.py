"""Writes down what a feed tells, without booking any of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from services.errors import InvalidInputError
from services.feed import FeedBatch
from services.feed_recording import Polled
from services.feed_shapes import MOST_QUOTES, MOST_REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from services.feed import Feed
    from services.feed_recording import RecordingFile


def refuse_queue(feed: Feed) -> None:
    """Raises InvalidInputError for a feed whose batches are gone once they are read."""
    if feed.is_queue:
        raise InvalidInputError(
            f"The {feed.name} feed cannot be recorded: what it tells would be taken off the queue and not be"
            " booked. Record another feed with --provider."
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """How much was written down; a deal that is told again counts once."""

    polls: int = 0
    quotes: int = 0
    deals: int = 0
    reports: int = 0


class Recorder:
    """Polls a feed into a file; polls that tell nothing new are left out."""

    def __init__(self, feed: Feed, file: RecordingFile) -> None:
        self._feed = feed
        self._file = file
        self._tickets: set[tuple[str, str, int]] = set()
        self._silence: FeedBatch | None = None
        self.recorded = Recorded()

    def step(self, now: datetime) -> FeedBatch:
        """Poll once and write what was told; raises FeedUnavailableError."""
        batch = self._feed.poll(now)
        silence = FeedBatch(is_closed=batch.is_closed, asleep=batch.asleep)
        if batch == silence == self._silence:
            return batch
        self._silence = silence
        for part in _parts(batch):
            self._file.write(Polled(now, part))
        self._count(batch)
        return batch

    def _count(self, batch: FeedBatch) -> None:
        self._tickets |= {
            (report.account.login, report.account.server, deal.ticket)
            for report in batch.reports
            for deal in report.deals
        }
        before = self.recorded
        self.recorded = Recorded(
            before.polls + 1,
            before.quotes + len(batch.quotes),
            len(self._tickets),
            before.reports + len(batch.reports),
        )


def _parts(batch: FeedBatch) -> Iterator[FeedBatch]:
    """The batch in pieces of the size that can be read again."""
    quotes, reports = iter(batch.quotes), iter(batch.reports)
    while True:
        part = replace(
            batch,
            quotes=tuple(islice(quotes, MOST_QUOTES)),
            reports=tuple(islice(reports, MOST_REPORTS)),
        )
        yield part
        if len(part.quotes) < MOST_QUOTES and len(part.reports) < MOST_REPORTS:
            return
