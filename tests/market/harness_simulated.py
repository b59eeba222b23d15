"""The `simulated` feed over two made-up accounts, a minute to a step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from services.demo import SERVER, SERVER_ZONE
from services.feed import HeldAccount
from services.market.simulated import SimulatedFeed
from services.model import Account, MarginMode, Position, Side, TradeMode
from tests.market.fake_host import FakeHost

if TYPE_CHECKING:
    from services.feed import Feed, FeedBatch

WEDNESDAY = datetime(2026, 1, 7, 10, tzinfo=UTC)
HELD = Position(
    901, "EURUSD", Side.BUY, Decimal("0.10"), WEDNESDAY, Decimal("1.08000"), price_current=Decimal("1.08100")
)


def demo_account(
    login: str, currency: str = "USD", margin_mode: MarginMode = MarginMode.HEDGING
) -> HeldAccount:
    """A demo account with 10,000 of its currency and one open position."""
    account = Account(
        id=UUID(int=int(login)),
        name=f"Demo {login}",
        login=login,
        server=SERVER,
        company="Demo",
        currency=currency,
        currency_digits=2,
        margin_mode=margin_mode,
        trade_mode=TradeMode.DEMO,
        server_zone=SERVER_ZONE,
        is_demo=True,
    )
    return HeldAccount(account, Decimal(10_000), (HELD,), {}, 950)


class SimulatedHarness:
    """A simulation is its own source, so that nothing can die."""

    steps = 60
    can_die = False

    def __init__(self) -> None:
        self._now = WEDNESDAY
        host = FakeHost(accounts=[demo_account("1"), demo_account("2", margin_mode=MarginMode.NETTING)])
        self.feed: Feed = SimulatedFeed(host)

    def step(self) -> FeedBatch:
        self._now += timedelta(minutes=1)
        return self.feed.poll(self._now)

    def tell_again(self) -> None:
        """It never does."""

    def kill(self) -> None:
        raise NotImplementedError

    def revive(self) -> None:
        raise NotImplementedError


def open_harness() -> SimulatedHarness:
    return SimulatedHarness()
