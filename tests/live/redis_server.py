"""A Redis of a test's own, which it may kill and start again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from typing import TYPE_CHECKING

import pytest
from redis import Redis
from redis.exceptions import RedisError

from services.live.bus.redis_bus import CHANNEL
from tests.live.telephone import wait_until

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
