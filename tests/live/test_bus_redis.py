"""Frames over a Redis that comes and goes."""

from __future__ import annotations

import socket
import time

import pytest
from redis import Redis

from services.live.bus.opening import Side, open_bus
from services.live.bus.redis_bus import CHANNEL, RedisBus
from services.settings import load
from tests.live.newsroom import Newsroom
from tests.live.redis_server import RedisServer, needs_redis, redis
from tests.live.telephone import wait_until
from tests.live.test_bus import Heard

__all__ = ["redis"]  # a fixture


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@needs_redis
def test_frames_travel_over_redis(redis: RedisServer, newsroom: Newsroom) -> None:
    settings = load({"REDIS_URL": redis.url})
    publisher, reader = open_bus(settings, Side.PUBLISHER), open_bus(settings, Side.READER)
    own, heard = Heard(), Heard()
    publisher.subscribe(own)
    reader.subscribe(heard)
    wait_until(lambda: redis.listeners() == 2)
    publisher.publish(newsroom.state())
    for number in range(50):
        publisher.publish(newsroom.pnl({"balance": {0: number}}))
    wait_until(lambda: heard.seq == newsroom.seq)
    time.sleep(0.1)
    assert heard.frames == own.frames
    assert len(own.frames) == 51
    for bus in (publisher, reader):
        bus.close()


@needs_redis
def test_readers_are_in_step_again_after_redis_was_away(redis: RedisServer, newsroom: Newsroom) -> None:
    publisher, reader = RedisBus(redis.url), RedisBus(redis.url)
    own, heard = Heard(), Heard()
    publisher.subscribe(own)
    reader.subscribe(heard)
    wait_until(lambda: redis.listeners() == 2)
    publisher.publish(newsroom.state())
    wait_until(lambda: heard.seq == newsroom.seq)
    redis.kill()

    def is_missed() -> bool:
        publisher.publish(newsroom.pnl({"balance": {0: newsroom.seq}}))
        return publisher.is_away and publisher.dropped > 5

    wait_until(is_missed)
    assert own.seq == newsroom.seq
    redis.start()
    wait_until(lambda: redis.listeners() == 2)

    def is_healed() -> bool:
        publisher.publish(newsroom.state())
        return heard.seq == newsroom.seq

    wait_until(is_healed)
    assert heard.mirror.column("balance") == newsroom.mirror.column("balance")
    wait_until(lambda: not publisher.is_away)
    for bus in (publisher, reader):
        bus.close()


@needs_redis
def test_what_others_write_to_the_channel_is_left_alone(redis: RedisServer, newsroom: Newsroom) -> None:
    publisher, reader = RedisBus(redis.url), RedisBus(redis.url)
    heard = Heard()
    reader.subscribe(heard)
    wait_until(lambda: redis.listeners() == 2)
    with Redis.from_url(redis.url) as client:
        for noise in (b"", b"hello", b"01234567{}", b"01234567[1]"):
            client.publish(CHANNEL, noise)
    publisher.publish(newsroom.state())
    wait_until(lambda: heard.seq == newsroom.seq)
    assert len(heard.frames) == 1
    for bus in (publisher, reader):
        bus.close()


def test_without_redis_our_own_listeners_hear_all_the_same(newsroom: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    bus, own = RedisBus(f"redis://127.0.0.1:{port}/0"), Heard()
    bus.subscribe(own)
    bus.publish(newsroom.state())
    wait_until(lambda: bus.dropped > 0)
    started = newsroom.seq
    for number in range(1_000):
        bus.publish(newsroom.pnl({"balance": {0: number}}))
    assert own.seq == started + 1_000
    bus.close()
