"""Feed and streams as processes of their own, with Redis between them that goes away and comes back."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from websockets.sync.client import connect

from services.calc.server_zone import server_zone
from services.container import build
from services.demo import SERVER_ZONE
from services.settings import load
from tests.live.redis_server import RedisServer, needs_redis, redis
from tests.platform.served import served

if TYPE_CHECKING:
    from pathlib import Path

    from websockets.sync.client import ClientConnection

__all__ = ["redis"]  # a fixture
SATURDAY = 5


def _frames(socket: ClientConnection, count: int, seconds: float = 40) -> list[dict[str, Any]]:
    """The next updates; raises TimeoutError."""
    found: list[dict[str, Any]] = []
    end = time.monotonic() + seconds
    while len(found) < count:
        if time.monotonic() > end:
            raise TimeoutError
        frame = json.loads(socket.recv(timeout=seconds))
        if frame["type"] == "pnl_update":
            found.append(frame)
    return found


@needs_redis
@pytest.mark.skipif(
    server_zone(SERVER_ZONE).to_server(datetime.now(UTC)).weekday() >= SATURDAY,
    reason="On a weekend nothing that fresh demo accounts hold is traded, so there are no frames to count.",
)
def test_several_streams_tell_the_same_and_survive_redis(
    data_dir: Path, database_url: str, redis: RedisServer
) -> None:
    services = build(load({"DATABASE_URL": database_url, "DATA_DIR": str(data_dir / "redis-worker")}))
    with (
        served(
            data_dir / "redis-worker",
            database_url,
            "--role",
            "worker",
            demo=services,
            announces=False,
            REDIS_URL=redis.url,
        ),
        served(data_dir / "redis-one", database_url, "--role", "stream", REDIS_URL=redis.url) as (_, one),
        served(data_dir / "redis-two", database_url, "--role", "stream", REDIS_URL=redis.url) as (_, two),
        connect(one.replace("http", "ws") + "/ws", compression=None, open_timeout=30) as first,
        connect(two.replace("http", "ws") + "/ws", compression=None, open_timeout=30) as second,
    ):
        told = {frame["seq"]: frame["data"] for frame in _frames(first, 12)}
        same = [frame for frame in _frames(second, 12) if frame["seq"] in told]
        assert same
        assert all(frame["data"] == told[frame["seq"]] for frame in same)
        last = _frames(first, 1)[0]["seq"]
        redis.kill()
        time.sleep(3)
        redis.start()
        for socket in (first, second):
            assert _until_newer(socket, last)
    services.close()


def _until_newer(socket: ClientConnection, seq: int, seconds: float = 60) -> bool:
    """Whether a whole state comes that is newer than a number, and updates after it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        frame = json.loads(socket.recv(timeout=seconds))
        if frame["type"] == "snapshot" and frame["seq"] > seq:
            return bool(_frames(socket, 1)[0]["seq"] > frame["seq"])
    return False
