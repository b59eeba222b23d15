"""The `agent` feed: what agents beside terminals push, with the times of servers' clocks set right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from services.errors import FeedUnavailableError
from services.feed import AccountReport, FeedBatch
from services.market._mt5_clock import ServerClocks

if TYPE_CHECKING:
    from services.feed import FeedHost, ServerClock

_log = structlog.get_logger(__name__)


class AgentFeed:
    """Whatever was pushed since the last poll; down when nobody pushes for STALE_SECONDS."""

    name = "agent"
    seconds = 0.5
    is_queue = True

    def __init__(self, host: FeedHost) -> None:
        self._host = host
        self._stale = timedelta(seconds=host.settings.stale_seconds)
        self._heard: datetime | None = None
        self._clocks: dict[str, ServerClocks] = {}
        self._doubted: dict[str, int] = {}

    def poll(self, now: datetime) -> FeedBatch:
        """What was pushed; raises FeedUnavailableError while no agent sends anything."""
        batches = list(self._host.take_pushed())
        self._heard = now if batches or self._heard is None else self._heard
        if now - self._heard > self._stale:
            seconds = int((now - self._heard).total_seconds())
            raise FeedUnavailableError(
                f"No agent has sent anything for {seconds} seconds; is it running beside the terminal?"
            )
        if not batches:
            return FeedBatch()
        return FeedBatch(
            tuple(sorted((quote for batch in batches for quote in batch.quotes), key=lambda one: one.time)),
            tuple(self._timed(report, now) for batch in batches for report in batch.reports),
            all(batch.is_closed for batch in batches),
            batches[-1].asleep,
        )

    def close(self) -> None:
        """There is nothing to let go of."""

    def _timed(self, report: AccountReport, now: datetime) -> AccountReport:
        """The report with the times of its deals and positions by the zone of its server's clock."""
        offset = report.server_offset
        if offset is None:
            return report
        clocks = self._clocks_of(report)
        clock = self._measured(report.account.server, clocks, offset, now)
        shift = timedelta(minutes=offset)
        positions = report.positions
        if positions is not None:
            positions = tuple(
                replace(one, time=clocks.to_utc((one.time + shift).replace(tzinfo=None))) for one in positions
            )
        return replace(
            report,
            deals=tuple(replace(deal, time=clocks.to_utc(deal.server_time)) for deal in report.deals),
            positions=positions,
            server_zone=clocks.zone,
            clock=clock,
        )

    def _clocks_of(self, report: AccountReport) -> ServerClocks:
        """The clock of the report's server: what was kept of it, else the zone of an account there."""
        server = report.account.server
        if server not in self._clocks:
            held = [one.account for one in self._host.held(demo=False) if one.account.server == server]
            assumed = held[0].server_zone if held else None
            self._clocks[server] = ServerClocks(self._host.clocks(server), assumed)
        return self._clocks[server]

    def _measured(self, server: str, clocks: ServerClocks, offset: int, now: datetime) -> ServerClock | None:
        """What is to be kept of the clock; that it has changed must be said twice."""
        before, was_known = clocks.zone, clocks.is_known
        is_news = was_known and not clocks.is_as_known(offset, now)
        if is_news and self._doubted.get(server) != offset:
            self._doubted[server] = offset
            return None
        self._doubted.pop(server, None)
        clock = clocks.measure(offset, now)
        if clocks.zone != before and was_known:
            _log.warning("server_clock_changed", server=server, was=before, now=clocks.zone)
        return clock


def open_feed(host: FeedHost) -> AgentFeed:
    """The feed of what is pushed to this product."""
    return AgentFeed(host)
