"""The `agent` feed hands on what is pushed, by the right clock, and says when nobody pushes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from services.errors import FeedUnavailableError
from services.feed import AccountReport, FeedBatch, ServerClock, ServerQuote
from services.market.agent import AgentFeed
from services.model import Position, Side
from services.statement import StatedAccount
from tests.making import make_deal
from tests.market.fake_host import FakeHost

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
JULY = datetime(2025, 7, 1, 15)  # noqa: DTZ001 - the server's clock
ACCOUNT = StatedAccount("1001", "USD", server="Srv")


def _report(offset: int | None = 120) -> AccountReport:
    """A deal and a position of last summer, told in winter with the offset of winter."""
    told = (JULY - timedelta(minutes=offset or 0)).replace(tzinfo=UTC)
    deal = replace(make_deal(1), server_time=JULY, time=told)
    one = Decimal(1)
    position = Position(9, "EURUSD", Side.BUY, one, told, one)
    return AccountReport(ACCOUNT, deals=(deal,), positions=(position,), server_offset=offset)


def _polled(host: FakeHost, feed: AgentFeed, *batches: FeedBatch, at: datetime = NOW) -> FeedBatch:
    host.pushed += batches
    return feed.poll(at)


def test_deals_of_summer_are_told_by_the_clock_of_summer() -> None:
    host = FakeHost()
    (report,) = _polled(host, AgentFeed(host), FeedBatch(reports=(_report(),))).reports
    assert report.deals[0].time == datetime(2025, 7, 1, 12, tzinfo=UTC)
    assert report.positions is not None
    assert report.positions[0].time == datetime(2025, 7, 1, 12, tzinfo=UTC)
    assert (report.server_zone, report.clock) == ("NY+7", ServerClock(NOW, "NY+7", 120))


def test_a_clock_is_told_once_and_when_two_pushes_say_it_has_changed() -> None:
    host = FakeHost()
    feed = AgentFeed(host)
    told = [
        _polled(host, feed, FeedBatch(reports=(_report(offset),)), at=NOW + timedelta(seconds=second))
        for second, offset in enumerate([120, 120, 240, 120, 180, 180])
    ]
    assert [batch.reports[0].clock is not None for batch in told] == [True, *[False] * 4, True]
    assert told[-1].reports[0].server_zone == "UTC+3"
    assert told[-1].reports[0].deals == told[0].reports[0].deals


def test_what_was_kept_of_a_clock_is_used() -> None:
    host = FakeHost(kept_clocks={"Srv": [ServerClock(NOW - timedelta(days=9), "UTC+2", 120)]})
    (report,) = _polled(host, AgentFeed(host), FeedBatch(reports=(_report(),))).reports
    assert (report.deals[0].time.hour, report.clock) == (13, None)


def test_times_that_are_utc_already_stay() -> None:
    host = FakeHost()
    assert _polled(host, AgentFeed(host), FeedBatch(reports=(_report(None),))).reports == (_report(None),)


def test_what_several_agents_pushed_comes_as_one_batch_in_order() -> None:
    host = FakeHost()
    quotes = [ServerQuote("Srv", "X", NOW - timedelta(seconds=age), 1.0, 2.0) for age in (1, 3, 2)]
    closed = FeedBatch(quotes=(quotes[0],), is_closed=True)
    batch = _polled(host, AgentFeed(host), closed, FeedBatch(quotes=tuple(quotes[1:])))
    assert [quote.time for quote in batch.quotes] == sorted(quote.time for quote in quotes)
    assert not batch.is_closed


def test_silence_is_said_after_a_while_and_ends_with_the_next_push() -> None:
    host = FakeHost()
    feed = AgentFeed(host)
    assert _polled(host, feed, at=NOW) == FeedBatch()
    assert _polled(host, feed, at=NOW + timedelta(seconds=30)) == FeedBatch()
    with pytest.raises(FeedUnavailableError, match="No agent has sent anything for 31 seconds"):
        feed.poll(NOW + timedelta(seconds=31))
    batch = _polled(host, feed, FeedBatch(reports=(_report(),)), at=NOW + timedelta(seconds=32))
    assert batch.reports
    assert _polled(host, feed, at=NOW + timedelta(seconds=50)) == FeedBatch()
