"""The `mt5` feed over a stand-in in one process, on a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.market._mt5_session import Login, Session
from services.market._mt5_terminal import Terminal
from services.market.mt5 import Mt5Feed
from tests.market.fake_host import FakeHost
from tests.market.fake_mt5 import FakeMT5

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.feed import FeedBatch
    from services.market._mt5_account import Known
    from services.model import Deal

MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Desk:
    """A terminal, its feed, and everything that was told so far."""

    def __init__(
        self, start: datetime = MONDAY, *, host: FakeHost | None = None, login: Login | None = None
    ) -> None:
        self.now = start
        self.mt5 = FakeMT5(lambda: self.now.timestamp())  # noqa: PLW0108 - the time of each call
        self.host = host or FakeHost()
        self.login = login or Login()
        self.warnings: list[str] = []
        self.told: list[FeedBatch] = []
        self.is_ticking = True
        self._session: Session | None = None
        self.feed = Mt5Feed(self.host, self)

    def collect(self, now: datetime, known: Callable[[str, str], Known]) -> list[FeedBatch]:
        """A source as the feed wants it, in this process."""
        if self._session is None:
            self._session = Session(Terminal(self.mt5), self.login, known, self.warnings.append)
        return self._session.step(now)

    def close(self) -> None:
        if self._session is not None:
            self._session.close()

    def step(self, seconds: float = 1.0) -> FeedBatch:
        """Time passes, prices come, and the feed is polled."""
        self.now += timedelta(seconds=seconds)
        if self.is_ticking:
            self.mt5.tick_all()
        batch = self.feed.poll(self.now)
        self.told.append(batch)
        return batch

    def run(self, steps: int, seconds: float = 1.0) -> list[Deal]:
        """Several steps; the deals they told."""
        return [deal for _ in range(steps) for report in self.step(seconds).reports for deal in report.deals]

    def known_deals(self) -> dict[int, Deal]:
        """Every deal as it was told last."""
        return {deal.ticket: deal for batch in self.told for report in batch.reports for deal in report.deals}


def ready(desk: Desk) -> Desk:
    """The desk once its clock is known and its history told."""
    desk.run(4)
    return desk
