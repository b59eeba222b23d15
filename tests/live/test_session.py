from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import FeedUnavailableError
from services.feed import AccountReport, FeedBatch, ServerQuote, StatedState
from services.live.booking import LiveBooking
from services.live.desk import Desk
from services.live.engine import Engine, minor
from services.live.frame import EventFrame, MarketState, PnlFrame, StateFrame
from services.live.host import Host
from services.live.keeper import Keeper
from services.live.loading import Loading
from services.live.mirror import Mirror
from services.live.publisher import Publisher
from services.live.session import Session
from services.live.worker import open_feed
from services.model import Deal, DealEntry, DealType, Position, Side, Symbol
from services.statement import StatedAccount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.container import Services
    from services.feed import Feed
    from services.live.frame import Frame

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STATED = StatedAccount("5001", "USD", server="Broker")
EURUSD = Symbol("EURUSD", 5, Decimal(100_000), "USD", currency_base="EUR", currency_margin="EUR")


class Told:
    """A feed that tells what it was given, one batch a poll; an error among them is raised."""

    name = "told"
    seconds = 0.5
    is_queue = False

    def __init__(self, batches: Iterable[FeedBatch | Exception] = ()) -> None:
        self.batches = list(batches)
        self.closed = 0

    def poll(self, now: datetime) -> FeedBatch:  # noqa: ARG002 - the Protocol's
        found = self.batches.pop(0) if self.batches else FeedBatch()
        if isinstance(found, Exception):
            raise found
        return found

    def close(self) -> None:
        self.closed += 1


class Live:
    """A session on a real database, its frames, and a mirror that hears them."""

    def __init__(self, services: Services, feed: Feed | None = None, now: datetime = NOON) -> None:
        self.now = now
        self.frames: list[Frame] = []
        self.mirror = Mirror()
        self.engine = Engine(lambda _base, _quote: None, stale_seconds=30)
        host = Host(services.settings, services.database)
        self.feed = feed or open_feed(services.settings.market_data_provider, host)
        self.session = Session(
            self.feed,
            self.engine,
            Publisher(self.engine, self.hear, now),
            desk=Desk(
                services.database,
                LiveBooking(services.database, services.ledger),
                Loading(services.database, services.performance),
                self.feed.name,
            ),
            keeper=Keeper(services.database, self.engine, quote_seconds=10),
            stale_seconds=30,
        )
        self.session.begin(now)

    def hear(self, frame: Frame) -> None:
        self.frames.append(frame)
        assert self.mirror.apply(frame), "a frame does not follow on the one before"

    def run(self, seconds: float) -> Live:
        for _ in range(int(seconds * 4)):
            self.now += timedelta(seconds=0.25)
            self.session.step(self.now)
        return self

    def market(self) -> MarketState:
        return self.mirror.market.state

    def events(self, kind: str) -> list[EventFrame]:
        return [frame for frame in self.frames if isinstance(frame, EventFrame) and frame.type == kind]


def deposit(ticket: int, amount: int, time: datetime = NOON) -> Deal:
    return Deal(ticket, time, time.replace(tzinfo=None), DealType.BALANCE, profit=Decimal(amount))


def execution(ticket: int, side: Side, price: str, **values: object) -> Deal:
    kind = DealType.BUY if side is Side.BUY else DealType.SELL
    given: dict[str, object] = {
        "time": NOON,
        "server_time": NOON.replace(tzinfo=None),
        "type": kind,
        "position_id": 77,
        "symbol": "EURUSD",
        "volume": Decimal("1.00"),
        "price": Decimal(price),
    }
    return Deal(ticket, **(given | values))  # type: ignore[arg-type]


def held(profit: str = "0") -> Position:
    return Position(77, "EURUSD", Side.BUY, Decimal("1.00"), NOON, Decimal("1.08000"), profit=Decimal(profit))


def quoted(bid: str, ask: str, time: datetime = NOON) -> ServerQuote:
    return ServerQuote("Broker", "EURUSD", time, float(bid), float(ask))


OPENED = FeedBatch(
    (quoted("1.08100", "1.08110"),),
    (
        AccountReport(
            STATED,
            (deposit(1, 1_000), execution(2, Side.BUY, "1.08000")),
            (held(),),
            StatedState(NOON, Decimal(1_000), Decimal(0), Decimal(1_100), Decimal(540)),
            (EURUSD,),
        ),
    ),
)
CLOSED = FeedBatch(
    reports=(
        AccountReport(
            STATED,
            (execution(3, Side.SELL, "1.08200", entry=DealEntry.OUT, profit=Decimal(200)),),
            (),
            StatedState(NOON, Decimal(1_200), Decimal(0), Decimal(1_200)),
        ),
    )
)


def test_a_quote_becomes_profit_and_a_closed_position_balance(services: Services) -> None:
    live = Live(services, Told([OPENED, FeedBatch((quoted("1.08200", "1.08210"),)), CLOSED])).run(0.5)
    (account,) = services.performance.accounts()
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert (row.values["balance"], row.values["unrealized_pnl"], row.equity) == (100_000, 10_000, 110_000)
    assert row.values["margin"] == 54_000, "as the broker states it"
    assert row.values["stale"] == 0
    live.run(0.5)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["unrealized_pnl"] == 20_000
    live.run(0.5)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert (row.values["balance"], row.values["unrealized_pnl"]) == (120_000, 0)
    assert row.values["realized_pnl"] == row.values["realized_today"] == 20_000
    (trade,) = live.events("trade_closed")
    assert trade.data["net_profit"] == "200"
    assert [event.data["closed"] for event in live.events("position_update")][-1] == [77]
    assert services.performance.pnl(account.id).realized_pnl == 200


def test_the_same_report_again_changes_nothing(services: Services) -> None:
    live = Live(services, Told([OPENED, *[FeedBatch(reports=OPENED.reports)] * 3])).run(3)
    (account,) = services.performance.accounts()
    assert account.ledger_version == 1
    assert len(services.performance.record(account.id).deals) == 2
    assert len(live.events("position_update")) <= 1


def test_frames_are_numbered_without_a_gap_and_end_in_the_engines_state(demo_services: Services) -> None:
    live = Live(demo_services).run(120)
    numbers = [frame.seq for frame in live.frames if not isinstance(frame, StateFrame)]
    assert numbers == sorted(set(numbers))
    assert len([frame for frame in live.frames if isinstance(frame, PnlFrame)]) > 100
    state = live.mirror.state()
    for place, entry in enumerate(state.accounts):
        (known,) = [values for key, values in live.engine.values.items() if str(key) == entry.id]
        assert {name: column[place] for name, column in state.values.items()} == known
        rows = live.mirror.positions(entry.id)
        assert sum(row.profit + row.swap for row in rows) == known["unrealized_pnl"]


def test_demo_accounts_trade_and_every_deal_adds_up(demo_services: Services) -> None:
    before = {
        one.id: len(demo_services.performance.record(one.id).deals)
        for one in demo_services.performance.accounts()
    }
    live = Live(demo_services)
    for _ in range(400):
        live.now += timedelta(seconds=9)
        live.session.step(live.now)
    after = {key: demo_services.performance.record(key) for key in before}
    assert all(len(record.deals) > before[key] for key, record in after.items())
    for key, record in after.items():
        assert record.state is not None
        assert record.state.balance == record.account.opening_balance + record.booked.balance_change
        digits = record.account.currency_digits
        values = live.engine.values[key]
        assert values["balance"] == minor(record.state.balance, digits)
        realized = sum((trade.net_profit for trade in record.trades), Decimal(0))
        assert values["realized_pnl"] == minor(realized, digits)
        assert values["open_positions"] == len(record.positions)
    assert demo_services.integrity.verify().issues == ()
    assert live.events("trade_closed")


def test_the_same_seed_and_instants_make_the_same_market(demo_services: Services) -> None:
    host = Host(demo_services.settings, demo_services.database)
    first, second = (open_feed("simulated", host) for _ in range(2))
    for step in range(40):
        now = NOON + timedelta(seconds=step)
        assert first.poll(now) == second.poll(now)


def test_a_feed_that_stops_makes_everything_stale_and_says_why(services: Services) -> None:
    gone = FeedUnavailableError("The terminal has been closed.")
    live = Live(services, Told([OPENED, gone, gone, gone])).run(1)
    (account,) = services.performance.accounts()
    live.run(1)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["stale"] == 1
    assert row.equity == 110_000, "what was known stays shown"
    assert live.market() is MarketState.DOWN
    (alert,) = live.events("alert")
    assert alert.data["message"] == "The terminal has been closed."
    live.run(10)
    assert live.market() is not MarketState.DOWN
    assert live.session.reason == ""


def test_prices_that_do_not_come_any_more_are_told(services: Services) -> None:
    live = Live(services, Told([OPENED])).run(3)
    assert live.market() is MarketState.LIVE
    live.run(5)
    assert live.market() is MarketState.DELAYED
    live.run(30)
    assert live.market() is MarketState.STALE
    (account,) = services.performance.accounts()
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["stale"] == 1


def test_account_states_are_written_down_each_second(services: Services) -> None:
    live = Live(services, Told([OPENED, FeedBatch((quoted("1.08200", "1.08210"),))])).run(2)
    (account,) = services.performance.accounts()
    record = services.performance.record(account.id)
    assert record.state is not None
    assert record.state.equity == 1_200
    assert live.now - record.state.time <= timedelta(seconds=2)
    live.run(6)
    (position,) = services.performance.record(account.id).positions
    assert (position.price_current, position.profit) == (Decimal("1.08200"), 200)


def test_what_others_change_is_seen(services: Services) -> None:
    live = Live(services, Told([OPENED])).run(1)
    (account,) = services.performance.accounts()
    services.account_care.rename(account.id, "Renamed")
    live.run(3)
    assert [entry.name for entry in live.mirror.accounts] == ["Renamed"]
    services.account_care.remove(account.id)
    live.run(3)
    assert live.mirror.accounts == ()


def test_realised_profit_begins_anew_at_the_accounts_midnight(services: Services) -> None:
    live = Live(services, Told([OPENED, CLOSED])).run(2)
    (account,) = services.performance.accounts()
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["realized_today"] == 20_000
    live.now = datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)
    live.run(3)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert (row.values["realized_today"], row.values["realized_week"]) == (0, 20_000)


@pytest.mark.parametrize("kept", [1, 2, 5])
def test_a_mirror_that_comes_late_is_right_after_the_next_state(demo_services: Services, kept: int) -> None:
    live = Live(demo_services).run(20)
    late = Mirror()
    for frame in live.frames[-20 * kept :]:
        late.apply(frame)
    assert late.state() == live.mirror.state()
