"""From the browser's request to the first frame, through real web servers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from werkzeug.serving import make_server

from api import live
from dashboard import handover
from services.live.bus.local_bus import LocalBus
from services.live.reception import ADDRESS
from services.live.refusal import Closing, RefusedError
from services.live.stream import Stream
from services.settings import PROJECT, load
from tests.live.newsroom import Newsroom
from tests.live.telephone import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash
    from flask.testing import FlaskClient

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder whose path is short enough for an address."""
    with tempfile.TemporaryDirectory(prefix="live-") as name:
        yield Path(name)


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
def stream(folder: Path, bus: LocalBus) -> Iterator[Stream]:
    stream = Stream(load({"DATA_DIR": str(folder)}), bus)
    stream.start()
    bus.publish(Newsroom().state())
    yield stream
    stream.stop()


@pytest.fixture
def here(app: Dash, stream: Stream) -> Iterator[str]:
    """The address of the whole application under werkzeug, with the stream in the same process."""
    handover.install(app.server, handover.InProcess(stream))
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    del app.server.extensions[handover.KEY]


@pytest.fixture(scope="module")
def elsewhere(folder: Path) -> Iterator[str]:
    """The address of a web process under gunicorn that hands over to whoever listens for the folder."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        command = [sys.executable, "-m", "tests.live.gunicorn_server", str(folder), str(number)]
        process = subprocess.Popen(command, cwd=PROJECT, pass_fds=[number])
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        process.terminate()
        process.wait(60)


def called(address: str, **options: Any) -> ClientConnection:
    found: ClientConnection = connect(f"ws://{address}/ws", open_timeout=60, **options)
    return found


def received(ws: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ws.recv(timeout=60))
    return found


def test_a_client_is_greeted_and_gets_the_state(here: str, bus: LocalBus) -> None:
    with called(here) as ws:
        assert received(ws)["type"] == "hello"
        assert received(ws)["type"] == "snapshot"
        ws.send("ping")
        assert received(ws)["type"] == "heartbeat"


def test_frames_are_never_compressed(here: str) -> None:
    with called(here, compression="deflate") as ws:
        assert received(ws)["type"] == "hello"
        assert ws.protocol.extensions == []


@pytest.mark.parametrize("origin", [None, "http://{here}"])
def test_a_client_without_origin_and_our_own_pages_may_listen(here: str, origin: str | None) -> None:
    with called(here, origin=origin and origin.format(here=here)) as ws:
        assert received(ws)["type"] == "hello"


@pytest.mark.parametrize("origin", ["https://other.example.com", "null", "http://127.0.0.1:1"])
def test_another_site_may_not_listen(here: str, stream: Stream, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        called(here, origin=origin)
    assert refused.value.response.status_code == 403
    assert json.loads(refused.value.response.body)["error"]["code"] == "forbidden"
    assert stream.clients == 0


def test_another_name_of_this_machine_is_not_served(client: FlaskClient) -> None:
    refused = client.get("/ws", headers={**UPGRADE, "Host": "rebound.example.com"})
    assert refused.status_code == 403


def test_whoever_is_not_logged_in_is_told_so(here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_request: object) -> None:
        raise RefusedError(Closing.NOT_LOGGED_IN, "not_logged_in", "Log in first.")

    monkeypatch.setattr(live, "may_see", refuse)
    with called(here, close_timeout=60) as ws:
        assert received(ws) == {"type": "error", "code": "not_logged_in", "message": "Log in first."}
        began = time.monotonic()
        with pytest.raises(ConnectionClosed):
            ws.recv(timeout=60)
        assert time.monotonic() - began < 30, "the connection ends without the client's patience doing so"
        assert (ws.close_code, ws.close_reason) == (4401, "not_logged_in")


def test_whoever_may_see_one_account_gets_that(here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "may_see", lambda _request: frozenset({"account-1"}))
    with called(here) as ws:
        assert received(ws)["accounts"] == ["account-1"]


def test_a_page_request_gets_no_page(here: str) -> None:
    with socket.create_connection(here.split(":"), timeout=60) as plain:  # type: ignore[arg-type] # text will do
        plain.sendall(f"GET /ws HTTP/1.1\r\nHost: {here}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while more := plain.recv(65_536):
            answer += more
    head, body = answer.split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 426 ")
    assert b"Upgrade: websocket" in head
    assert json.loads(body)["error"]["code"] == "upgrade_required"


def test_a_handshake_without_its_key_is_refused(here: str) -> None:
    with socket.create_connection(here.split(":"), timeout=60) as plain:  # type: ignore[arg-type] # text will do
        plain.sendall(
            f"GET /ws HTTP/1.1\r\nHost: {here}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n".encode()
        )
        assert plain.recv(65_536).startswith(b"HTTP/1.1 400 ")


def test_without_a_stream_the_answer_is_an_error(client: FlaskClient) -> None:
    for headers in ({}, UPGRADE):
        answer = client.get("/ws", headers=headers)
        assert answer.status_code == 503
        assert answer.get_json()["error"]["code"] == "unavailable"


@pytest.mark.skipif(sys.platform == "win32", reason="no sockets travel between processes there")
class TestBetweenProcesses:
    def test_the_socket_travels(self, elsewhere: str, stream: Stream, bus: LocalBus) -> None:
        newsroom = Newsroom()
        newsroom.state()
        with called(elsewhere) as ws:
            assert received(ws)["type"] == "hello"
            assert received(ws)["type"] == "snapshot"
            for number in range(50):
                bus.publish(newsroom.pnl({"balance": {0: number}}))
            assert [received(ws)["seq"] for _ in range(50)] == list(
                range(newsroom.seq - 49, newsroom.seq + 1)
            )
            assert stream.clients == 1
        wait_until(lambda: stream.clients == 0)

    def test_more_clients_than_threads(self, elsewhere: str, stream: Stream) -> None:
        with ExitStack() as calls:
            for _ in range(20):
                assert received(calls.enter_context(called(elsewhere)))["type"] == "hello"
            assert stream.clients == 20
            self._ask_for_a_page(elsewhere)

    def _ask_for_a_page(self, elsewhere: str) -> None:
        with socket.create_connection(elsewhere.split(":"), timeout=60) as plain:  # type: ignore[arg-type] # text
            plain.sendall(f"GET /ws HTTP/1.1\r\nHost: {elsewhere}\r\n\r\n".encode())
            assert plain.recv(100).startswith(b"HTTP/1.1 426 ")

    def test_a_goodbye_comes_from_the_stream(self, elsewhere: str, stream: Stream) -> None:
        with called(elsewhere) as ws:
            received(ws)
            threading.Thread(target=stream.stop).start()
            for _ in ws:
                pass
            assert ws.close_code == 1001

    def test_a_stream_that_is_away_asks_to_come_again(self, elsewhere: str, folder: Path) -> None:
        (folder / ADDRESS).touch()
        with called(elsewhere) as ws:
            assert received(ws)["code"] == "unavailable"
            with pytest.raises(ConnectionClosed) as closed:
                ws.recv(timeout=60)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1013

    @pytest.mark.usefixtures("stream")
    def test_only_we_may_hand_over(self, folder: Path) -> None:
        assert (folder / ADDRESS).stat().st_mode & 0o777 == 0o600

    def test_what_is_no_visitor_is_turned_away(self, stream: Stream, folder: Path) -> None:
        one, other = socket.socketpair()
        with one, other, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            door.connect(str(folder / ADDRESS))
            socket.send_fds(door, [b"{}\n"], [other.fileno()])
            other.close()
            one.settimeout(60)
            assert one.recv(1) == b""
        assert stream.clients == 0

    def test_the_address_goes_with_the_stream(self, stream: Stream, folder: Path) -> None:
        stream.stop()
        assert not (folder / ADDRESS).exists()
