"""The live work of the leader: feed → ledger → engine → frames, one step at a time."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from services.errors import NotFoundError, ServiceError, UnavailableError
from services.live.events import alert_data, trade_data
from services.live.frame import Market, MarketState
from services.live.publisher import milliseconds
from services.storage import live_state, server_clocks

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from services.feed import AccountReport, Feed, FeedBatch
    from services.live.booking import Booked, LiveBooking
    from services.live.engine import Engine
    from services.live.host import Host
    from services.live.keeper import Keeper
    from services.live.loading import Loading
    from services.live.publisher import Publisher
    from services.storage.engine import Database

SECOND, LOOK, DELAYED = timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=5)
FIRST_RETRY, LAST_RETRY = timedelta(seconds=1), timedelta(seconds=30)
FLUSH_SECONDS = 0.25

log = structlog.get_logger(__name__)


class Session:
    """One leader's time; `begin` once, then `step` again and again, then `end`.

    *stale_seconds* is the age of the newest quote from which on the whole market counts as stale.
    """

    def __init__(  # noqa: PLR0913 - the parts it joins
        self,
        feed: Feed,
        engine: Engine,
        publisher: Publisher,
        *,
        database: Database,
        host: Host,
        booking: LiveBooking,
        loading: Loading,
        keeper: Keeper,
        stale_seconds: float,
    ) -> None:
        self._feed, self._engine, self._publisher = feed, engine, publisher
        self._database, self._host = database, host
        self._booking, self._loading, self._keeper = booking, loading, keeper
        self._stale = timedelta(seconds=stale_seconds)
        self._versions: dict[UUID, tuple[int, str]] = {}
        self._day_ends: dict[UUID, datetime] = {}
        self._fed: set[UUID] = set()
        self._pending: deque[AccountReport] = deque()
        self._retry = FIRST_RETRY
        self._reason = ""
        self._is_closed = False
        self._asleep: tuple[str, ...] = ()
        self._next_poll: datetime | None = None
        self._next_check: datetime | None = None
        self._next_look: datetime | None = None

    def begin(self, now: datetime) -> None:
        """Load every account and tell of them; raises UnavailableError."""
        self._look(now)
        self._engine.settle()
        self._engine.check(now)
        self._publisher.flush(now)

    def step(self, now: datetime) -> None:
        """Do what is due at *now*: poll, book, value, tell and write down."""
        if self._is_due(self._next_poll, now):
            self._poll(now)
        self._book_pending(now)
        self._engine.settle()
        if self._is_due(self._next_check, now):
            self._next_check = now + SECOND
            self._engine.check(now, is_closed=self._is_closed, asleep=self._asleep)
            self._publisher.market(self._market(now), now)
            self._write(now)
        self._keeper.hear(self._publisher.flush(now))

    def end(self, now: datetime) -> None:
        """Let the feed go; what was shown is stale from now on."""
        self._feed.close()
        self._engine.is_down = True
        self._engine.check(now)
        self._publisher.market(self._market(now), now)
        self._publisher.flush(now)

    @property
    def reason(self) -> str:
        """Why nothing comes, in a sentence; empty while all is well."""
        return self._reason

    def _is_due(self, time: datetime | None, now: datetime) -> bool:
        return time is None or now >= time

    def _poll(self, now: datetime) -> None:
        try:
            batch = self._feed.poll(now)
        except UnavailableError as error:
            self._failed(str(error), now)
            return
        if self._reason:
            log.info("feed_recovered", feed=self._feed.name)
        self._reason, self._retry, self._engine.is_down = "", FIRST_RETRY, False
        self._next_poll = now + timedelta(seconds=self._feed.seconds)
        self._take(batch, now)

    def _failed(self, reason: str, now: datetime) -> None:
        if reason != self._reason:
            log.warning("feed_down", feed=self._feed.name, reason=reason)
            self._publisher.event("alert", "", alert_data("feed", reason), now)
        self._reason, self._engine.is_down = reason, True
        self._next_poll = now + self._retry
        self._retry = min(self._retry * 2, LAST_RETRY)

    def _take(self, batch: FeedBatch, now: datetime) -> None:
        self._is_closed, self._asleep = batch.is_closed, batch.asleep
        self._engine.take(batch.quotes, now)
        self._pending.extend(batch.reports)

    def _book_pending(self, now: datetime) -> None:
        """Book what was reported, in order; while the database is down it waits."""
        while self._pending:
            report = self._pending[0]
            try:
                self._booked(self._booking.book(report, self._feed.name), report, now)
            except UnavailableError as error:
                log.warning("booking_waits", reason=str(error), reports=len(self._pending))
                return
            except ServiceError as error:
                log.exception("report_refused", login=report.account.login)
                data = alert_data("report", f"A report of {report.account.login} was refused: {error}")
                self._publisher.event("alert", "", data, now)
            self._pending.popleft()

    def _booked(self, booked: Booked, report: AccountReport, now: datetime) -> None:
        account = booked.account
        self._fed.add(account.id)
        if report.clock is not None:
            with self._database.begin() as connection:
                server_clocks.keep(connection, account.server, report.clock)
        if report.symbols:
            self._loading.forget(account.server)
        self._load(account.id, now)
        self._engine.settle()
        self._publisher.positions(account.id, now)
        for trade in booked.closed:
            self._publisher.event("trade_closed", str(account.id), trade_data(trade), now)
        if booked.missing:
            log.warning("balance_differs", account=account.name, missing=str(booked.missing))

    def _load(self, account_id: UUID, now: datetime) -> None:
        is_fed = account_id in self._fed
        loaded = self._loading.account(account_id, now, is_fed=is_fed)
        account = loaded.account.account
        if account.is_demo and self._feed.name == "simulated" and not is_fed:
            self._fed.add(account_id)
            loaded = self._loading.account(account_id, now, is_fed=True)
        self._engine.put(loaded.account)
        self._day_ends[account_id] = loaded.day_ends
        self._versions[account_id] = (account.ledger_version, account.name)

    def _look(self, now: datetime) -> None:
        """Load what others changed: accounts added, removed, renamed, imported into, or at a day's end."""
        self._next_look = now + LOOK
        with self._database.connect() as connection:
            found = live_state.read_versions(connection)
        for account_id in self._versions.keys() - found.keys():
            self._engine.remove(account_id)
            self._fed.discard(account_id)
            del self._versions[account_id]
        for account_id, version in found.items():
            if version != self._versions.get(account_id) or now >= self._day_ends[account_id]:
                try:
                    self._load(account_id, now)
                except NotFoundError:
                    continue  # removed since the list was read; the next look forgets it
                self._engine.settle()
                self._publisher.positions(account_id, now)

    def _write(self, now: datetime) -> None:
        try:
            if self._is_due(self._next_look, now):
                self._look(now)
            if not self._is_closed:
                self._keeper.keep(now, self._feed.name)
        except UnavailableError as error:
            log.warning("live_state_waits", reason=str(error))

    def _market(self, now: datetime) -> Market:
        newest = self._engine.board.newest
        age = timedelta(0) if newest is None else now - newest
        if self._engine.is_down:
            state = MarketState.DOWN
        elif self._is_closed:
            state = MarketState.CLOSED
        elif age > self._stale:
            state = MarketState.STALE
        else:
            state = MarketState.DELAYED if age > DELAYED else MarketState.LIVE
        time = None if newest is None else milliseconds(newest)
        return Market(self._feed.name, state, time, self._engine.board.refused.total)
