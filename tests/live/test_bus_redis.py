"""Frames over a Redis that comes and goes."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING

import pytest
from redis import Redis
from redis.exceptions import RedisError

from services.live.bus.opening import Side, open_bus
from services.live.bus.redis_bus import CHANNEL, RedisBus
from services.settings import load
from tests.live.newsroom import Newsroom
from tests.live.telephone import wait_until
from tests.live.test_bus import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator

# Debian's redis-tools has the server's program too, under another name and without a service that starts it.
PROGRAM = shutil.which("redis-server") or shutil.which("redis-check-rdb")
needs_redis = pytest.mark.skipif(PROGRAM is None, reason="no Redis is installed (Debian: redis-tools)")


class RedisServer:
    """A Redis that can be killed and started again at the same port."""

    def __init__(self, folder: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", self._folder]
        self._process = subprocess.Popen(command, executable=PROGRAM, stdout=subprocess.DEVNULL)
        wait_until(self.answers)

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except RedisError:
            return False

    def listeners(self) -> int:
        with Redis.from_url(self.url) as client:
            found: list[tuple[bytes, int]] = client.pubsub_numsub(CHANNEL)
            return found[0][1]

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(folder)
        server.start()
        yield server
        server.kill()


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
