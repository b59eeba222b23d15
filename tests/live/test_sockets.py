"""The loop of all sockets, on real connections."""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from services.live.frame import PnlFrame
from services.live.hub import Hub
from services.live.limits import Limits
from services.live.visitor import Visitor
from services.settings import PROJECT
from tests.live.newsroom import Newsroom, as_rows, without_seq
from tests.live.telephone import Telephone, pair, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.sockets import Sockets


def test_frames_reach_a_client_in_order(sockets: Sockets, newsroom: Newsroom) -> None:
    phone = Telephone(sockets)
    phone.until_type("snapshot")
    for number in range(300):
        sockets.publish(newsroom.pnl({"balance": {number % 3: number}}))
    screen = phone.until(lambda screen: screen.seq == newsroom.seq)
    assert {key: without_seq(row) for key, row in screen.values.items()} == as_rows(newsroom.mirror)
    assert sockets.delivered >= 3


def test_many_clients_see_the_same(sockets: Sockets, newsroom: Newsroom) -> None:
    phones = [Telephone(sockets) for _ in range(40)]
    for phone in phones:
        phone.until_type("snapshot")
    for number in range(20):
        sockets.publish(newsroom.pnl({"balance": {0: number}}))
    for phone in phones:
        assert phone.until(lambda screen: screen.seq == newsroom.seq).values["account-0"]["balance"] == "0.19"
    assert len(sockets) == 40


def test_a_question_is_answered(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    phone.say("ping")
    phone.until_type("heartbeat")
    phone.say('{"action": "subscribe", "accounts": ["account-1"], "format": "columns"}')
    assert phone.until_type("snapshot").accounts == ["account-1"]


def test_a_ping_of_the_protocol_is_answered(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    phone.until_type("snapshot")
    phone.ping()
    received = phone.sock.recv(100)
    assert received == b"\x8a\x0dare you there"


def test_a_message_may_come_in_pieces(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    phone.sock.sendall(b"\x01\x82\0\0\0\0pi")
    phone.sock.sendall(b"\x00\x80\0\0\0\0" + b"\x80\x82\0\0")
    time.sleep(0.05)
    phone.sock.sendall(b"\0\0ng")
    phone.until_type("heartbeat")


@pytest.mark.parametrize(
    ("said", "code", "closing"),
    [
        ("hello?", "bad_request", 4400),
        ('{"action": "subscribe", "accounts": ["account-9"]}', "not_allowed", 4403),
        ("x" * 70_000, "too_big", 1009),
    ],
)
def test_what_is_refused_ends_with_a_reason(sockets: Sockets, said: str, code: str, closing: int) -> None:
    phone = Telephone(sockets)
    phone.say(said)
    screen = phone.until_closed()
    assert screen.last["type"] == "error"
    assert (screen.last["code"], screen.closed) == (code, closing)
    assert sockets.dropped == {code: 1}
    wait_until(lambda: len(sockets) == 0)


def test_bytes_are_refused(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    phone.say_bytes(b"\x00\x01")
    assert phone.until_closed().closed == 4400


def test_text_that_is_no_text_ends_the_connection(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    phone.sock.sendall(b"\x81\x82\0\0\0\0\xff\xff")
    assert phone.until_closed().closed == 1007


def test_an_unmasked_frame_ends_the_connection(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    phone.sock.sendall(b"\x81\x04ping")
    assert phone.until_closed().closed == 1002


def test_too_many_messages_end_the_connection(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    for _ in range(61):
        phone.say("ping")
    screen = phone.until_closed()
    assert (screen.last["code"], screen.closed) == ("too_many_messages", 4429)


def test_too_many_pings_end_the_connection(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    for _ in range(61):
        phone.ping()
    assert phone.until_closed().closed == 4429


def test_one_connection_too_many_is_told_so(opened: Callable[..., Sockets]) -> None:
    sockets = opened(Limits(clients_per_address=2))
    first = Telephone(sockets)
    first.until_type("hello")
    Telephone(sockets).until_type("hello")
    third = Telephone(sockets).until_closed()
    assert (third.types, third.closed) == (["error"], 4429)
    first.goodbye()
    wait_until(lambda: len(sockets) == 1)
    Telephone(sockets, Visitor("192.0.2.1")).until_type("hello")


def test_a_goodbye_is_answered(sockets: Sockets) -> None:
    phone = Telephone(sockets)
    phone.until_type("hello")
    phone.goodbye(1001)
    assert phone.until(lambda screen: screen.closed is not None).closed == 1001
    wait_until(lambda: len(sockets) == 0)


def test_a_client_that_breaks_off_is_forgotten(sockets: Sockets, newsroom: Newsroom) -> None:
    stays, leaves, breaks = (Telephone(sockets) for _ in range(3))
    for phone in (stays, leaves, breaks):
        phone.until_type("snapshot")
    breaks.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    breaks.hang_up()
    leaves.hang_up()
    for number in range(5):
        sockets.publish(newsroom.pnl({"balance": {0: number}}))
    wait_until(lambda: len(sockets) == 1)
    stays.until(lambda screen: screen.seq == newsroom.seq)


def test_a_silent_connection_is_asked_and_then_dropped(opened: Callable[..., Sockets]) -> None:
    sockets = opened(Limits(ping_seconds=0.2, silence_seconds=1.5))
    phone = Telephone(sockets)
    received = b""
    while more := phone.sock.recv(65_536):
        received += more
    assert b"\x89\x00" in received
    assert sockets.dropped == {"silent": 1}


def test_a_frame_that_is_wrong_ends_nothing(sockets: Sockets, newsroom: Newsroom) -> None:
    phone = Telephone(sockets)
    phone.until_type("snapshot")
    sockets.publish(PnlFrame(newsroom.seq + 1, newsroom.time, {"weather": ([0], [1])}))
    sockets.publish(newsroom.pnl({"balance": {0: 5}}))
    sockets.publish(newsroom.state())
    phone.until(lambda screen: screen.seq == newsroom.seq)
    assert phone.screen.types.count("snapshot") == 2
    assert sockets.is_alive


def test_a_client_that_nobody_foresaw_ends_nothing(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise LookupError("unforeseen")

    stays, asks = Telephone(sockets), Telephone(sockets)
    stays.until_type("snapshot")
    asks.until_type("snapshot")
    monkeypatch.setattr(Hub, "hear", fail)
    asks.say("ping")
    wait_until(lambda: sockets.dropped["failed"] == 1)
    monkeypatch.undo()
    stays.say("ping")
    stays.until_type("heartbeat")


def test_a_state_that_cannot_be_told_ends_nothing(sockets: Sockets, newsroom: Newsroom) -> None:
    phone = Telephone(sockets)
    phone.until_type("snapshot")
    state = newsroom.with_accounts(2)
    sockets.publish(replace(state, values={"balance": [1, 2]}))
    late = Telephone(sockets)
    late.until_type("hello")
    time.sleep(0.5)
    sockets.publish(state)
    phone.until(lambda screen: screen.seq == newsroom.seq)
    late.until(lambda screen: screen.seq == newsroom.seq)
    assert sockets.is_alive


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such bound")
def test_as_many_files_may_be_open_as_clients_may_come() -> None:
    script = (
        "import resource as r; from services.live.open_files import allow_open_files as allow;"
        "r.setrlimit(r.RLIMIT_NOFILE, (200, 300)); print(allow(100), allow(250), allow(9_000), allow(10))"
    )
    command = [sys.executable, "-c", script]
    found = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    assert found.stdout.split() == ["200", "250", "300", "300"]


def test_a_socket_that_is_broken_on_arrival_ends_nothing(sockets: Sockets) -> None:
    server, client = pair()
    client.close()
    server.close()
    sockets.take(server, Visitor(""))
    Telephone(sockets).until_type("hello")


def test_everybody_is_told_that_the_stream_stops(opened: Callable[..., Sockets]) -> None:
    sockets = opened()
    phones = [Telephone(sockets) for _ in range(5)]
    for phone in phones:
        phone.until_type("hello")
    stopping = threading.Thread(target=sockets.stop)
    stopping.start()
    for phone in phones:
        assert phone.until_closed().closed == 1001
    stopping.join()
    assert len(sockets) == 0
    assert not sockets.is_alive
