"""The live work of the leader: feed → ledger → engine → frames, one step at a time."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import structlog

from services.errors import UnavailableError
from services.live.aside import AtOnce, Result
from services.live.events import alert_data, trade_data
from services.live.frame import Market, MarketState
from services.live.publisher import milliseconds
from services.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from services.errors import ServiceError
    from services.feed import AccountReport, Feed, FeedBatch
    from services.live.aside import Aside
    from services.live.booking import Booked
    from services.live.desk import Changes, Desk, Version
    from services.live.engine import Engine
    from services.live.keeper import Keeper
    from services.live.loading import Loaded
    from services.live.news import News
    from services.live.publisher import Publisher

SECOND, LOOK, DELAYED = timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=5)
MINUTE = timedelta(minutes=1)
UNSETTLED = "?"  # no mark of any rules: the next look reads them anew
FIRST_RETRY, LAST_RETRY = timedelta(seconds=1), timedelta(seconds=30)

log = structlog.get_logger(__name__)


class Crew(NamedTuple):
    """Who does the work of a session beside valuing and telling."""

    desk: Desk
    keeper: Keeper
    news: News


class Session:
    """One leader's time; `begin` once, then `step` again and again, then `end`.

    What waits for the feed or the database is done aside: a step takes milliseconds, whatever they do.
    *stale_seconds* is the age of the newest quote from which on the whole market counts as stale.
    """

    def __init__(
        self,
        feed: Feed,
        engine: Engine,
        publisher: Publisher,
        *,
        crew: Crew,
        stale_seconds: float,
        flush_seconds: float = 0.25,
        asides: tuple[Aside, Aside] | None = None,
    ) -> None:
        self._feed, self._engine, self._publisher = feed, engine, publisher
        self._desk, self._keeper, self._news = crew
        self._polls, self._writes = asides or (AtOnce(), AtOnce())
        self._stale = timedelta(seconds=stale_seconds)
        self._flush = timedelta(seconds=flush_seconds)
        self._versions: dict[UUID, Version] = {}
        self._day_ends: dict[UUID, datetime] = {}
        self._pending: deque[AccountReport] = deque()
        self._under_way: set[str] = set()
        self._retry = FIRST_RETRY
        self._reason = ""
        self._is_closed = False
        self._asleep: tuple[str, ...] = ()
        self._next: dict[str, datetime] = {}
        self._now: datetime | None = None
        self._told_refused = 0
        self._missing: dict[UUID, Decimal] = {}

    @property
    def reason(self) -> str:
        """Why nothing comes, in a sentence; empty while all is well."""
        return self._reason

    def begin(self, now: datetime) -> None:
        """Load every account and tell of them; raises UnavailableError."""
        self._now = now
        self._changed(self._desk.look({}, (), now))
        self._engine.settle()
        self._engine.check(now)
        self._publisher.flush(now)

    def step(self, now: datetime) -> None:
        """Do what is due at *now*: value and tell first, then what keeps the interpreter busy."""
        self._now = now
        self._polls.finish()
        self._writes.finish()
        self._engine.settle()
        if self._is_due("flush", now):
            before = self._publisher.seq
            self._keeper.hear(self._publisher.flush(now))
            if self._publisher.seq > before:  # else what comes next need not wait
                self._next["flush"] = now + self._flush
        if self._is_due("poll", now) and not (self._pending and self._feed.is_queue):
            self._begin("poll", self._polls, lambda: self._feed.poll(now), self._polled, self._poll_failed)
        self._book()
        if self._is_due("check", now):
            self._next["check"] = now + SECOND
            self._engine.check(now, is_closed=self._is_closed, asleep=self._asleep)
            self._publisher.market(self._market(now), now)
            self._tell_refused(now)
            self._write(now)
        self._news.step(now)

    def pause(self, now: datetime) -> float:
        """Seconds until there is something to do again, unless something that was done aside comes first."""
        coming = [time for what, time in self._next.items() if what not in self._under_way and time > now]
        return min([(time - now).total_seconds() for time in coming], default=self._flush.total_seconds())

    def end(self, now: datetime) -> None:
        """Let the feed go; what was shown is stale from now on."""
        self._polls.close()
        self._writes.close()
        self._news.close(now)
        self._feed.close()
        self._engine.is_down = True
        self._engine.check(now)
        self._publisher.market(self._market(now), now)
        self._publisher.flush(now)

    def _is_due(self, what: str, now: datetime) -> bool:
        return what not in self._under_way and (what not in self._next or now >= self._next[what])

    def _begin(
        self,
        what: str,
        aside: Aside,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        otherwise: Callable[[ServiceError], None],
    ) -> None:
        """Do one thing of a kind at a time."""
        self._under_way.add(what)

        def done(found: Result) -> None:
            self._under_way.discard(what)
            then(found)

        def failed(error: ServiceError) -> None:
            self._under_way.discard(what)
            otherwise(error)

        aside.do(work, done, failed)

    def _time(self) -> datetime:
        """The instant of this step."""
        if self._now is None:
            raise RuntimeError("The session has not begun.")
        return self._now

    def _polled(self, batch: FeedBatch) -> None:
        now = self._time()
        if self._reason:
            log.info("feed_recovered", feed=self._feed.name)
        self._reason, self._retry, self._engine.is_down = "", FIRST_RETRY, False
        self._next["poll"] = now + timedelta(seconds=self._feed.seconds)
        self._is_closed, self._asleep = batch.is_closed, batch.asleep
        self._engine.take(batch.quotes, now)
        self._pending.extend(batch.reports)

    def _poll_failed(self, error: ServiceError) -> None:
        now, reason = self._time(), str(error)
        if reason != self._reason:
            log.warning("feed_down", feed=self._feed.name, reason=reason)
            self._publisher.event("alert", "", alert_data("feed", reason), now)
        self._reason, self._engine.is_down = reason, True
        self._next["poll"] = now + self._retry
        self._retry = min(self._retry * 2, LAST_RETRY)

    def _book(self) -> None:
        """Book what was reported, in order; while the database is down it waits."""
        while self._pending and self._is_due("book", self._time()):
            report = self._pending[0]
            work = partial(self._desk.book, report, self._time())
            self._begin("book", self._writes, work, self._booked, partial(self._book_failed, report))

    def _booked(self, found: tuple[Booked, Loaded]) -> None:
        self._pending.popleft()
        (booked, loaded), now = found, self._time()
        self._put(loaded, now)
        for trade in booked.closed:
            self._publisher.event("trade_closed", str(booked.account.id), trade_data(trade), now)
        self._tell_missing(booked, now)

    def _tell_missing(self, booked: Booked, now: datetime) -> None:
        """Tell, once for each amount, that the broker's balance is not that of the ledger."""
        account, missing = booked.account, booked.missing
        before = self._missing.get(account.id, ZERO)
        self._missing[account.id] = missing
        if missing and missing != before:
            log.warning("balance_differs", account=account.name, missing=str(missing))
            message = (
                f"{account.name}: the broker's balance is {missing:f} {account.currency} away from the deals;"
                " import a statement of its whole history."
            )
            self._publisher.event("alert", str(account.id), alert_data("balance", message), now)

    def _book_failed(self, report: AccountReport, error: ServiceError) -> None:
        now = self._time()
        if isinstance(error, UnavailableError):
            log.warning("booking_waits", reason=str(error), reports=len(self._pending))
            self._next["book"] = now + SECOND
            return
        self._pending.popleft()
        log.error("report_refused", login=report.account.login, reason=str(error))
        data = alert_data("report", f"A report of {report.account.login} was refused: {error}")
        self._publisher.event("alert", "", data, now)

    def _write(self, now: datetime) -> None:
        if self._is_due("look", now):
            self._next["look"] = now + LOOK
            due = {key for key, end in self._day_ends.items() if now >= end}
            work = partial(self._desk.look, dict(self._versions), due, now)
            self._begin("look", self._writes, work, self._changed, self._waits)
        if not self._is_closed and self._is_due("keep", now):
            work_due = self._keeper.due(now, self._feed.name)
            self._begin(
                "keep", self._writes, partial(self._keeper.write, work_due), self._keeper.written, self._waits
            )

    def _changed(self, changes: Changes) -> None:
        """Take in what others changed: accounts added, removed, renamed, imported into, or at a day's end."""
        for account_id in changes.gone:
            self._engine.remove(account_id)
            self._news.remove(account_id)
            self._versions.pop(account_id, None)
            self._day_ends.pop(account_id, None)
        for loaded in changes.loaded:
            self._put(loaded, self._time())

    def _put(self, loaded: Loaded, now: datetime) -> None:
        account = loaded.account.account
        known = self._versions.get(account.id)
        if known is not None and known[0] > account.ledger_version:
            return  # read before a booking that is known by now
        self._engine.put(loaded.account)
        is_whole = self._news.put(account, loaded.rules, now)
        self._day_ends[account.id] = loaded.day_ends
        mark = loaded.rules_mark if is_whole else UNSETTLED
        self._versions[account.id] = (account.ledger_version, account.name, mark)
        self._engine.settle()
        self._publisher.positions(account.id, now)

    def _tell_refused(self, now: datetime) -> None:
        """Tell of quotes that were of no use, once a minute at most."""
        refused = self._engine.board.refused
        if refused.total > self._told_refused and self._is_due("refused", now):
            self._next["refused"] = now + MINUTE
            self._told_refused = refused.total
            message = f"{refused.total:,} quotes were refused and moved nothing; the last: {refused.last}."
            self._publisher.event("alert", "", alert_data("quotes", message), now)

    def _waits(self, error: ServiceError) -> None:
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
