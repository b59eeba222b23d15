"""What Prometheus reads of the live part: what this process has heard from the leader, and its own stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from dashboard.context import services
from dashboard.live import KEY
from services.live.frame import MarketState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Flask
    from prometheus_client.core import Metric

    from services.live.frame import Market
    from services.live.hearing import Hearing
    from services.live.numbers import FeedNumbers, StreamState
    from services.live.parts import LiveParts

PREFIX = "tradeperf"
SECOND = 1000


class LiveCollector(Collector):
    """Numbers of the leader's process as they were heard, some seconds old; none while it is silent."""

    def __init__(self, server: Flask) -> None:
        self._server = server

    def describe(self) -> list[Metric]:
        """Nothing: a scrape asks, a registration does not."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The state of now; nothing where the application was started without live parts."""
        parts = cast("LiveParts | None", self._server.extensions.get(KEY))
        if parts is None or parts.hearing is None:
            return
        feed, stream = parts.hearing.numbers()
        yield from _leader(parts.hearing)
        if feed is not None:
            yield from _feed(feed)
        if parts.stream is not None:
            stream = parts.stream.state()
        if stream is not None:
            yield from _stream(stream)


def _leader(heard: Hearing) -> Iterator[Metric]:
    market = heard.market()
    yield _gauge("live_up", "Whether frames of a leader are heard here.", int(heard.is_live))
    provider = GaugeMetricFamily(
        f"{PREFIX}_provider_up", "Whether the source of the feed answers.", labels=["provider"]
    )
    is_up = market is not None and market.state is not MarketState.DOWN
    provider.add_metric([services().settings.market_data_provider], int(is_up))
    yield provider
    if market is not None:
        yield _gauge("live_seq", "Number of the newest frame that was heard.", heard.seq)
        yield from _market(market)


def _market(market: Market) -> Iterator[Metric]:
    states = GaugeMetricFamily(f"{PREFIX}_market_state", "1 for the state of the feed.", labels=["state"])
    for state in MarketState:
        states.add_metric([state.value], int(state is market.state))
    yield states
    if market.quote_time is not None:
        yield _gauge("last_quote_timestamp_seconds", "Time of the newest quote.", market.quote_time / SECOND)


def _feed(feed: FeedNumbers) -> Iterator[Metric]:
    yield _gauge("live_accounts", "Accounts that the engine values.", feed.accounts)
    yield _gauge("live_positions", "Open positions that the engine values.", feed.positions)
    yield _counter("quotes_refused", "Quotes that were of no use.", feed.refused)
    if feed.fed_at is not None:
        yield _gauge(
            "ingest_last_success_timestamp_seconds", "When the feed was well last.", feed.fed_at / SECOND
        )


def _stream(stream: StreamState) -> Iterator[Metric]:
    yield _gauge("ws_connections", "Clients of the stream.", stream.clients)
    yield CounterMetricFamily(f"{PREFIX}_ws_frames", "Frames that the stream told.", stream.frames)
    yield CounterMetricFamily(f"{PREFIX}_ws_gaps", "Gaps in the frames that were heard.", stream.gaps)
    yield CounterMetricFamily(f"{PREFIX}_ws_messages_sent", "Messages written to clients.", stream.delivered)
    yield _counter(
        "ws_messages_dropped", "Messages that clients did not get one by one.", {"slow": stream.lost}
    )
    yield _counter("ws_disconnects", "Connections that ended.", stream.dropped)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", meaning, value)


def _counter(name: str, meaning: str, by_reason: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"{PREFIX}_{name}", meaning, labels=["reason"])
    for reason, number in sorted(by_reason.items()):
        family.add_metric([reason.replace(" ", "_")], number)
    return family
