"""What happens to a running product when parts of it die: the database, the leader of the feed."""

from __future__ import annotations

import json
import signal
import time
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from services.container import build
from services.settings import load
from services.storage.embedded import EmbeddedServer
from tests.platform.served import part_of, served, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

OUTAGE_SECONDS = 10


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[EmbeddedServer]:
    """A database server of this test's own, which it may kill; the product knows it by URL only."""
    server = EmbeddedServer(data_dir / "outage")
    server.start()
    yield server
    server.release()


def _health(url: str) -> dict[str, str]:
    with urllib.request.urlopen(f"{url}/health", timeout=10) as response:
        found: dict[str, str] = json.loads(response.read())["services"]
        return found


@contextmanager
def _socket(url: str) -> Iterator[ClientConnection]:
    with connect(url.replace("http", "ws") + "/ws", compression=None, open_timeout=30) as socket:
        yield socket


def _next(socket: ClientConnection, kind: str, seconds: float = 30) -> dict[str, Any]:
    """The next frame of a kind; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=seconds))
        if frame["type"] == kind:
            return frame
    raise TimeoutError(kind)


def test_a_database_that_is_away_for_a_while_is_told_and_nothing_crashes(
    data_dir: Path, own_server: EmbeddedServer
) -> None:
    services = build(load({"DATABASE_URL": own_server.url, "DATA_DIR": str(data_dir / "outage-files")}))
    with (
        served(data_dir / "outage-files", own_server.url, demo=services) as (process, url),
        _socket(url) as socket,
    ):
        assert until(lambda: _health(url)["market_data"] == "ok", 60)
        parts = {role: part_of(process, role).pid for role in ("web", "live", "jobs")}
        _next(socket, "snapshot")  # on a weekend nothing may move for a while
        postmaster = psutil.Process(_postmaster(own_server))
        children = postmaster.children()
        postmaster.send_signal(signal.SIGKILL)
        psutil.wait_procs([postmaster, *children], timeout=30)
        assert until(lambda: _health(url)["database"] == "down", 15)
        assert until(lambda: _health(url)["market_data"] == "down", 15)
        market = _next(socket, "market", 20)
        assert market["data"]["state"] == "down"
        time.sleep(OUTAGE_SECONDS)
        own_server.start()
        recovered = time.monotonic()
        assert until(lambda: _health(url)["database"] == "ok" and _health(url)["market_data"] == "ok", 30)
        assert time.monotonic() - recovered < 30
        assert _next(socket, "pnl_update")["data"]
        assert {role: part_of(process, role).pid for role in parts} == parts, "nothing was started again"
        assert services.integrity.verify().issues == ()
    services.close()


def test_another_process_takes_the_feed_over_when_the_leader_dies(
    data_dir: Path, own_server: EmbeddedServer
) -> None:
    folder = data_dir / "takeover-files"
    services = build(load({"DATABASE_URL": own_server.url, "DATA_DIR": str(folder)}))
    with served(folder, own_server.url, demo=services) as (first, url):
        assert until(lambda: _health(url)["market_data"] == "ok", 60)
        with served(data_dir / "second-files", own_server.url, "--role", "worker", announces=False) as (
            second,
            _,
        ):
            assert until(lambda: len(psutil.Process(second.pid).children()) == 2, 30)
            time.sleep(3)
            live = part_of(first, "live")
            psutil.Process(first.pid).suspend()  # so that it does not start another one
            try:
                live.kill()
                before = services.performance.last_update()
                assert until(lambda: services.performance.last_update() != before, 60)
            finally:
                psutil.Process(first.pid).resume()
    services.close()


def _postmaster(server: EmbeddedServer) -> int:
    with suppress(FileNotFoundError):
        return int((server.place.data / "postmaster.pid").read_text().splitlines()[0])
    raise AssertionError("the server does not run")


def test_clients_are_told_when_the_product_ends(data_dir: Path, database_url: str) -> None:
    with served(data_dir / "ending-files", database_url) as (process, url), _socket(url) as socket:
        _next(socket, "hello")
        process.terminate()
        with pytest.raises(ConnectionClosed) as closed:
            _next(socket, "nothing of this kind")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001
