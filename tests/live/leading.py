"""A live session on a real database, fed by what a test tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from services.feed import AccountReport, FeedBatch, ServerQuote, StatedState
from services.live.booking import LiveBooking
from services.live.desk import Desk
from services.live.engine import Engine
from services.live.frame import EventFrame, MarketState
from services.live.host import Host
from services.live.keeper import Keeper
from services.live.loading import Loading
from services.live.mirror import Mirror
from services.live.news import News
from services.live.publisher import Publisher
from services.live.rule_desk import RuleDesk
from services.live.session import Crew, Session
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
        publisher = Publisher(self.engine, self.hear, now)
        rules = RuleDesk(services.database, services.prop_firms, self.feed.name)
        self.session = Session(
            self.feed,
            self.engine,
            publisher,
            crew=Crew(
                Desk(
                    services.database,
                    LiveBooking(services.database, services.ledger),
                    Loading(services.database, services.performance),
                    rules,
                    self.feed.name,
                ),
                Keeper(services.database, self.engine, quote_seconds=10),
                News(services.database, self.engine, publisher, rules),
            ),
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
