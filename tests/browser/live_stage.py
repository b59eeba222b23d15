"""A stream that says what a test wants it to, behind the running pages, and that can die and come back."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from dashboard import handover
from services.live.bus.local_bus import LocalBus
from services.live.frame import EventFrame, Market, MarketState, PnlFrame, PositionRow, StateFrame
from services.live.glance import glance
from services.live.mirror import Mirror
from services.live.publisher import milliseconds
from services.live.stream import Stream

if TYPE_CHECKING:
    import socket

    from flask import Flask

    from services.container import Services
    from services.live.visitor import Visitor


class Quiet(WSGIRequestHandler):
    """No access log."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Say nothing."""


class Stage:
    """Publishes frames that follow on each other; the accounts begin as they are stored."""

    def __init__(self, server: Flask, services: Services) -> None:
        self._server, self._services = server, services
        self._bus = LocalBus()
        self._stream: Stream | None = None
        self.mirror = Mirror()
        now = datetime.now(UTC)
        accounts = services.performance.accounts()
        stored = glance(
            services.database, services.performance, accounts, now - timedelta(hours=1), now
        ).state
        fresh: list[int | None] = [0] * len(accounts)
        values = {**stored.values, "stale": fresh}
        market = Market("simulated", MarketState.LIVE, milliseconds(now))
        self.mirror.apply(
            StateFrame(milliseconds(now), stored.time, market, stored.accounts, values, stored.positions)
        )
        handover.install(server, self)
        self._http = make_server("127.0.0.1", 0, server, threaded=True, request_handler=Quiet)
        self.address = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever)
        self._thread.start()
        self.revive()

    @property
    def leads_somewhere(self) -> bool:
        """Whether there is a stream."""
        return self._stream is not None

    def take(self, sock: socket.socket, visitor: Visitor) -> None:
        """Own a socket, while the stream is there."""
        if self._stream is None:
            raise OSError("The stream is dead.")
        self._stream.take(sock, visitor)

    def revive(self) -> None:
        """Let there be a stream."""
        self._stream = Stream(self._services.settings, self._bus, receives=False)
        self._stream.start()
        self._bus.publish(self.mirror.state())

    def die(self) -> None:
        """Let there be none."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.stop()

    def close(self) -> None:
        """Let everything go."""
        self.die()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        del self._server.extensions[handover.KEY]

    @property
    def first(self) -> str:
        """The first account that has open positions."""
        return next(entry.id for entry in self.mirror.accounts if self.mirror.positions(entry.id))

    def rows(self, account_id: str) -> tuple[PositionRow, ...]:
        """The open positions of an account."""
        return self.mirror.positions(account_id)

    def say(self, column: str, account_id: str, value: int, *ticks: tuple[int, str, int]) -> None:
        """A new value of an account, and prices of its positions: (position_id, price, profit)."""
        place = self._place(account_id)
        told = tuple((place, *tick) for tick in ticks)
        self._send(PnlFrame(self.mirror.seq + 1, self._now(), {column: ([place], [value])}, told))

    def happen(self, kind: str, account_id: str, **data: Any) -> None:
        """An event."""
        self._send(EventFrame(self.mirror.seq + 1, self._now(), kind, account_id, data))

    def _send(self, frame: PnlFrame | EventFrame) -> None:
        assert self.mirror.apply(frame)
        self._bus.publish(frame)

    def _place(self, account_id: str) -> int:
        place = self.mirror.place(account_id)
        assert place is not None
        return place

    def _now(self) -> int:
        return milliseconds(datetime.now(UTC))
