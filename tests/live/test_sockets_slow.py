"""Clients that read slowly, and clients that only listen."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

from services.live.limits import Limits
from services.live.visitor import Visitor
from tests.live.newsroom import Newsroom, as_columns
from tests.live.telephone import Telephone, pair, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.live.sockets import Sockets


def test_a_stuck_client_delays_nobody_and_is_closed(
    opened: Callable[..., Sockets], newsroom: Newsroom
) -> None:
    sockets = opened(Limits(stall_seconds=1.0, closing_seconds=60.0))
    stuck, healthy = Telephone(sockets), Telephone(sockets)
    stuck.until_type("hello")
    healthy.until_type("snapshot")
    text = "x" * 20_000
    number = 0
    deadline = time.monotonic() + 30
    while sockets.dropped["too_slow"] == 0:
        assert time.monotonic() < deadline
        number += 1
        sockets.publish(newsroom.event("alert", None, text=text, number=number))
        healthy.until(lambda screen: screen.seq == newsroom.seq)
        assert len(healthy.screen.seen) < 5 or healthy.screen.last["data"]["number"] == number
    assert "snapshot" not in healthy.screen.types[2:]
    screen = stuck.until_closed()
    assert (screen.last["type"], screen.last["code"], screen.closed) == ("error", "too_slow", 4408)
    assert healthy.screen.closed is None


def test_a_client_that_pauses_gets_the_newest_state(
    opened: Callable[..., Sockets], newsroom: Newsroom
) -> None:
    sockets = opened(Limits(stall_seconds=600.0))
    slow, quick = Telephone(sockets), Telephone(sockets)
    slow.say('{"action": "subscribe", "format": "columns"}')
    slow.until_type("snapshot")
    quick.until_type("snapshot")
    for number in range(400):
        sockets.publish(newsroom.event("alert", None, text="x" * 5_000, number=number))
        sockets.publish(newsroom.pnl({"balance": {0: number}}))
        quick.until(lambda screen: screen.seq == newsroom.seq)
    slow.until(lambda screen: screen.seq == newsroom.seq)
    assert slow.screen.types.count("snapshot") >= 2
    assert slow.screen.values == as_columns(newsroom.mirror)
    told = [message for message in slow.screen.seen if message["type"] == "alert"]
    kept = [event for message in slow.screen.seen for event in message.get("events", ())]
    assert 0 < len(kept) <= 64 * slow.screen.types.count("snapshot")
    assert (told + kept)[-1]["data"]["number"] == 399


def test_an_idle_client_takes_little_memory(opened: Callable[..., Sockets]) -> None:
    sockets = opened(Limits(clients_per_address=1_000))
    Telephone(sockets).until_type("snapshot")
    ends = [pair() for _ in range(200)]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for server, _ in ends:
        sockets.take(server, Visitor("192.0.2.1"))
    wait_until(lambda: sockets.delivered >= 2 * len(ends) + 2)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (after - before) / len(ends) < 30 * 1024
    for _, client in ends:
        client.close()
