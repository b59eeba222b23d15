"""Frames between machines: a channel of Redis that everybody publishes to and reads from."""

from __future__ import annotations

import queue
import secrets
import threading
from typing import TYPE_CHECKING

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from services.live.bus.backoff import Backoff
from services.live.bus.local_bus import LocalBus
from services.live.frame import decoded, encoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.bus.port import Listener
    from services.live.frame import Frame

CHANNEL = "tradeperf:live"
WAITING = 256
LOOK_SECONDS = 0.5
TIMEOUT_SECONDS = 5.0
ORIGIN_BYTES = 8

log = structlog.get_logger(__name__)


class RedisBus:
    """Both sides in one; while Redis is away frames are dropped, and our own listeners hear all the same."""

    def __init__(self, url: str) -> None:
        self.dropped = 0
        self._url = url
        self._origin = secrets.token_bytes(ORIGIN_BYTES)
        self._local = LocalBus()
        self._waiting: queue.Queue[bytes] = queue.Queue(WAITING)
        self._closing = threading.Event()
        self._is_away = False
        self._threads = [
            threading.Thread(target=work, name=f"live-redis-{name}", daemon=True)
            for name, work in (("send", self._send), ("read", self._read))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_away(self) -> bool:
        """Whether the last frame could not be published."""
        return self._is_away

    def publish(self, frame: Frame) -> None:
        """Call our own listeners and leave the frame for Redis."""
        self._local.publish(frame)
        try:
            if not self._is_away or self._waiting.empty():  # one frame at a time tries whether it is back
                self._waiting.put_nowait(self._origin + encoded(frame))
                return
        except queue.Full:
            pass
        self.dropped += 1

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call *listener*: with our own frames in the publisher's thread, with others' in one that reads."""
        return self._local.subscribe(listener)

    def close(self) -> None:
        """Hang up."""
        self._closing.set()
        self._local.close()
        for thread in self._threads:
            thread.join(TIMEOUT_SECONDS + LOOK_SECONDS)

    def _connected(self) -> Redis:
        return Redis.from_url(
            self._url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
            health_check_interval=5,
        )

    def _send(self) -> None:
        backoff = Backoff()
        with self._connected() as client:
            while not self._closing.is_set():
                try:
                    message = self._waiting.get(timeout=LOOK_SECONDS)
                except queue.Empty:
                    continue
                try:
                    client.publish(CHANNEL, message)
                except RedisError:
                    self._lose()
                    self._closing.wait(backoff.pause())
                else:
                    self._is_away = False
                    backoff.reset()

    def _lose(self) -> None:
        if not self._is_away:
            log.warning("redis_away", dropped=self.dropped)
        self._is_away = True
        self.dropped += 1
        while True:
            try:
                self._waiting.get_nowait()
            except queue.Empty:
                return
            self.dropped += 1

    def _read(self) -> None:
        backoff = Backoff()
        while not self._closing.is_set():
            try:
                self._listen(backoff)
            except RedisError:
                self._closing.wait(backoff.pause())

    def _listen(self, backoff: Backoff) -> None:
        with self._connected() as client, client.pubsub(ignore_subscribe_messages=True) as channel:
            channel.subscribe(CHANNEL)
            while not self._closing.is_set():
                found = channel.get_message(timeout=LOOK_SECONDS)
                if found is not None:
                    self._hear(found["data"])
                    backoff.reset()

    def _hear(self, message: bytes) -> None:
        if message[:ORIGIN_BYTES] == self._origin:
            return
        try:
            frame = decoded(message[ORIGIN_BYTES:])
        except ValueError:
            log.warning("redis_refused", exc_info=True)
            return
        self._local.publish(frame)
