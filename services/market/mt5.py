"""The `mt5` feed: a MetaTrader 5 terminal on this Windows machine, read through its Python package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from services.feed import FeedBatch
from services.market._mt5_account import Known
from services.market._mt5_pipe import Job
from services.market._mt5_process import ChildSource
from services.market._mt5_session import Login

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from services.feed import FeedHost
    from services.settings import Settings


class Source(Protocol):
    """Where batches of a terminal come from; it may raise FeedUnavailableError."""

    def collect(self, now: datetime, known: Callable[[str, str], Known]) -> list[FeedBatch]:
        """What came since the last call; *known* answers what the product knows of (login, server)."""

    def close(self) -> None:
        """Let go of the terminal; closing twice does nothing."""


class Mt5Feed:
    """One terminal with the account it is logged in to."""

    name = "mt5"
    seconds = 0.25
    is_queue = False

    def __init__(self, host: FeedHost, source: Source) -> None:
        self._host = host
        self._source = source

    def poll(self, now: datetime) -> FeedBatch:
        """What is new; raises FeedUnavailableError while the terminal does not answer."""
        return joined(self._source.collect(now, self._known))

    def close(self) -> None:
        """Let go of the terminal."""
        self._source.close()

    def _known(self, login: str, server: str) -> Known:
        held = (one.account for one in self._host.held(demo=False))
        zone = next((one.server_zone for one in held if (one.login, one.server) == (login, server)), None)
        return Known(self._host.last_deal(login, server), tuple(self._host.clocks(server)), zone)


def joined(batches: list[FeedBatch]) -> FeedBatch:
    """Several batches as one; the last says whether the market sleeps."""
    if not batches:
        return FeedBatch()
    return FeedBatch(
        tuple(quote for batch in batches for quote in batch.quotes),
        tuple(report for batch in batches for report in batch.reports),
        batches[-1].is_closed,
        batches[-1].asleep,
    )


def login_of(settings: Settings) -> Login:
    """How the settings say to reach the terminal."""
    password = settings.mt5_password
    return Login(
        path=None if settings.mt5_path is None else str(settings.mt5_path),
        login=settings.mt5_login,
        password="" if password is None else password.get_secret_value(),
        server=settings.mt5_server or "",
    )


def open_feed(host: FeedHost) -> Mt5Feed:
    """The feed; the terminal is reached at the first poll."""
    return Mt5Feed(host, ChildSource(Job(login_of(host.settings))))
