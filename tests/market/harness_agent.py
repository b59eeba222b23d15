"""The `agent` feed beside an agent that pushes the same account each second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.feed import AccountReport, FeedBatch, ServerQuote, StatedState
from services.market.agent import AgentFeed
from services.model import Position, Side
from services.statement import StatedAccount
from tests.making import round_trip
from tests.market.fake_host import FakeHost

if TYPE_CHECKING:
    from services.feed import Feed

ONE = Decimal(1)


class AgentHarness:
    """Pushes go straight to the host."""

    steps = 3
    can_die = True

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 6, 12, tzinfo=UTC)
        self._host = FakeHost()
        self._is_up = True
        self.feed: Feed = AgentFeed(self._host)

    def step(self) -> FeedBatch:
        self._now += timedelta(seconds=1)
        if self._is_up:
            self._host.pushed.append(self._batch())
        return self.feed.poll(self._now)

    def tell_again(self) -> None:
        """Every push tells the deals again."""

    def kill(self) -> None:
        self._is_up = False
        self._now += timedelta(minutes=5)

    def revive(self) -> None:
        self._is_up = True

    def _batch(self) -> FeedBatch:
        report = AccountReport(
            StatedAccount("1001", "USD", server="Srv"),
            deals=tuple(round_trip(1, 5)),
            positions=(Position(9, "EURUSD", Side.BUY, ONE, self._now, ONE),),
            stated=StatedState(self._now, ONE, ONE, ONE),
            server_offset=120,
        )
        return FeedBatch((ServerQuote("Srv", "EURUSD", self._now, 1.1, 1.2),), (report,))


def open_harness() -> AgentHarness:
    return AgentHarness()
