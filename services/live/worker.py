"""The live work in a thread: it runs while this process leads, and begins anew when it leads again."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from services.errors import NotFoundError, ServiceError
from services.live.aside import InThread
from services.live.booking import LiveBooking
from services.live.desk import Desk
from services.live.engine import Engine
from services.live.host import Host
from services.live.keeper import Keeper
from services.live.loading import Loading
from services.live.news import News
from services.live.prices import utc_now
from services.live.publisher import Publisher
from services.live.rule_desk import RuleDesk
from services.live.session import Crew, Session
from services.storage.leader import FEED, Leader

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from services.container import Services
    from services.feed import Feed, FeedHost
    from services.live.frame import Frame

WATCH_SECONDS = 1.0
MARKET = "services.market"

log = structlog.get_logger(__name__)


def open_feed(name: str, host: FeedHost) -> Feed:
    """The feed of the setting; raises NotFoundError, and FeedUnavailableError when it can't be opened."""
    try:
        module = import_module(f"{MARKET}.{name}")
    except ModuleNotFoundError as error:
        raise NotFoundError("market feed", name) from error
    feed: Feed = module.open_feed(host)
    return feed


class LiveWorker:
    """Runs sessions; `send` takes every frame."""

    def __init__(
        self,
        services: Services,
        send: Callable[[Frame], None],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._services = services
        self._send = send
        self._now = now
        self._leader = Leader(services.database, FEED)
        self._ending = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self.leads = False
        self.session: Session | None = None

    def start(self) -> None:
        """Begin as soon as no other process leads."""
        self._thread.start()

    def stop(self) -> None:
        """End the session, if there is one, and let another process lead."""
        self._ending.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._leader.resign()
        self.leads = False

    def _run(self) -> None:
        said = ""
        while not self._ending.is_set():
            try:
                self.leads = self._leader.leads()
                if self.leads:
                    self._lead()
                    said = ""
            except ServiceError as error:
                if str(error) != said:
                    log.warning("live_waits", reason=str(error))
                said = str(error)
            except Exception:  # the edge: without this thread nobody would lead again
                log.exception("live_failed")
            self._ending.wait(WATCH_SECONDS)

    def _lead(self) -> None:
        """One session, until the end or until another process may lead."""
        host = Host(self._services.settings, self._services.database)
        session = self.session = self._session(host)
        log.info("live_leads", feed=self._services.settings.market_data_provider)
        watch = threading.Thread(target=self._keep_watch, name="live-leader", daemon=True)
        try:
            session.begin(self._now())
            watch.start()
            while self.leads and not self._ending.is_set():
                session.step(self._now())
                self._wake.wait(session.pause(self._now()))
                self._wake.clear()
        finally:
            self.leads, self.session = False, None
            session.end(self._now())
            host.give_back()
            if watch.is_alive():
                watch.join()

    def _keep_watch(self) -> None:
        """See each second whether this process leads still; asking may take as long as the database does."""
        while self.leads and not self._ending.wait(WATCH_SECONDS):
            if not self._leader.leads():
                log.warning("live_stands_by")
                self.leads = False
                self._wake.set()

    def _session(self, host: Host) -> Session:
        services, settings = self._services, self._services.settings
        host.renew_rates()
        engine = Engine(host.daily, stale_seconds=settings.stale_seconds)
        publisher = Publisher(engine, self._send, self._now())
        rules = RuleDesk(services.database, services.prop_firms, settings.market_data_provider)
        aside = InThread("live-news", self._wake.set)
        return Session(
            open_feed(settings.market_data_provider, host),
            engine,
            publisher,
            crew=Crew(
                Desk(
                    services.database,
                    LiveBooking(services.database, services.ledger),
                    Loading(services.database, services.performance),
                    rules,
                    settings.market_data_provider,
                ),
                Keeper(services.database, engine, quote_seconds=settings.snapshot_seconds),
                News(services.database, engine, publisher, rules, aside),
            ),
            stale_seconds=settings.stale_seconds,
            flush_seconds=settings.flush_milliseconds / 1000,
            asides=(InThread("live-feed", self._wake.set), InThread("live-desk", self._wake.set)),
        )
