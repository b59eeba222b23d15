"""Clients that come back, and clients that read too slowly."""

from __future__ import annotations

import pytest

from services.live.client import Client
from services.live.hub import Hub
from services.live.outbox import LIMIT, Message, Outbox
from services.live.ring import Ring
from tests.live.newsroom import (
    FIRST,
    Newsroom,
    Screen,
    as_columns,
    as_rows,
    greeted,
    position,
    positions_in_rows,
    read,
    say,
    take,
    without_seq,
)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def hub(newsroom: Newsroom) -> Hub:
    hub = Hub()
    take(hub, newsroom.state())
    return hub


def rows_of(screen: Screen) -> dict[str, object]:
    return {key: without_seq(row) for key, row in screen.values.items()}


@pytest.mark.parametrize("shape", ["rows", "columns"])
def test_a_client_that_comes_back_gets_what_it_missed(hub: Hub, newsroom: Newsroom, shape: str) -> None:
    client, screen = greeted(hub)
    say(hub, client, action="subscribe", format=shape)
    hub.tick(1.0)
    take(hub, newsroom.pnl({"balance": {0: 1}}))
    read(client, screen)
    hub.leave(client)
    take(
        hub,
        newsroom.pnl({"balance": {0: 2, 1: 3}}),
        newsroom.event("position_update", 1, opened=[position(7)]),
        newsroom.pnl({"balance": {0: 4}}, ticks=((1, 7, "1.30", 1),)),
    )
    again, _ = greeted(hub)
    say(hub, again, action="subscribe", format=shape)
    say(hub, again, action="resume", since=screen.seq)
    take(hub, newsroom.pnl({"credit": {2: 4}}))
    read(again, screen)
    assert screen.types[3:] == [
        "hello", "pnl_update", "position_update", "pnl_update", "pnl_update",
    ]  # fmt: skip
    if shape == "rows":
        assert [row["account_id"] for row in screen.seen[4]["data"]] == ["account-1"]
        assert rows_of(screen) == as_rows(newsroom.mirror)
        assert screen.positions == positions_in_rows(newsroom.mirror)
    else:
        assert screen.values == as_columns(newsroom.mirror)


def test_a_client_that_missed_nothing_gets_a_sign_of_life(hub: Hub, newsroom: Newsroom) -> None:
    take(hub, newsroom.pnl({"balance": {0: 1}}))
    client, screen = greeted(hub)
    say(hub, client, action="resume", since=FIRST + 1)
    screen.seq = FIRST + 1
    assert read(client, screen).types == ["hello", "heartbeat"]
    assert screen.last["seq"] == FIRST + 1
    take(hub, newsroom.pnl({"credit": {0: 2}}))
    assert read(client, screen).last["seq"] == FIRST + 2


@pytest.mark.parametrize("since", [FIRST - 1, FIRST + 3, None, "5", 1.5, True, [], 2**62])
def test_what_cannot_be_filled_becomes_a_snapshot(hub: Hub, newsroom: Newsroom, since: object) -> None:
    take(hub, newsroom.pnl({"balance": {0: 1}}), newsroom.pnl({"balance": {0: 2}}))
    client, screen = greeted(hub)
    say(hub, client, action="resume", since=since)
    assert read(client, screen).types == ["hello", "snapshot"]


def test_nobody_resumes_across_new_accounts(hub: Hub, newsroom: Newsroom) -> None:
    take(hub, newsroom.pnl({"balance": {0: 1}}))
    since = newsroom.seq
    take(hub, newsroom.with_accounts(4))
    for number in (since, newsroom.seq):
        client, screen = greeted(hub)
        say(hub, client, action="resume", since=number)
        assert read(client, screen).types == ["hello", "snapshot"]


def test_a_request_that_comes_after_the_snapshot_is_answered_by_another(hub: Hub, newsroom: Newsroom) -> None:
    take(hub, newsroom.pnl({"balance": {0: 1}}), newsroom.pnl({"balance": {0: 2}}))
    client, screen = greeted(hub)
    hub.tick(1.0)
    say(hub, client, action="resume", since=FIRST)
    take(hub, newsroom.pnl({"balance": {0: 3}}))
    assert read(client, screen).types == ["hello", "snapshot", "snapshot", "pnl_update"]


def test_a_live_client_may_ask_again(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    take(hub, newsroom.pnl({"balance": {0: 1}}), newsroom.pnl({"balance": {0: 2}}))
    read(client, screen)
    screen.seq = FIRST + 1
    say(hub, client, action="resume", since=FIRST + 1)
    take(hub, newsroom.pnl({"balance": {0: 3}}))
    assert read(client, screen).seq == FIRST + 3


def test_twenty_returns_leave_no_gap_and_nothing_double(hub: Hub, newsroom: Newsroom) -> None:
    screen, client = Screen(), Client(greeted(hub)[0].visitor)
    hub.join(client, 0.0)
    hub.tick(1.0)
    for number in range(20):
        read(client, screen)
        hub.leave(client)
        for missed in range(number % 4):
            take(hub, newsroom.pnl({"balance": {missed % 3: number}}))
        client = Client(client.visitor)
        hub.join(client, 2.0)
        say(hub, client, now=2.0, action="resume", since=screen.seq)
        take(hub, newsroom.pnl({"credit": {number % 3: number}}))
    read(client, screen)
    numbers = [message["seq"] for message in screen.seen if message["type"] == "pnl_update"]
    assert numbers == list(range(FIRST + 1, newsroom.seq + 1))
    assert rows_of(screen) == as_rows(newsroom.mirror)


def test_the_ring_forgets_the_oldest_frames(newsroom: Newsroom) -> None:
    newsroom.state()
    ring = Ring(frames=3)
    for number in range(5):
        ring.append(newsroom.pnl({"balance": {0: number}}))
    assert [frame.seq for frame in ring.since(FIRST + 3) or ()] == [FIRST + 4, FIRST + 5]
    assert [frame.seq for frame in ring.since(FIRST + 2) or ()] == [FIRST + 3, FIRST + 4, FIRST + 5]
    assert ring.since(FIRST + 5) == ()
    assert ring.since(FIRST + 1) is None
    assert ring.since(FIRST + 6) is None


def test_the_ring_holds_fewer_frames_when_they_are_big() -> None:
    newsroom = Newsroom(100)
    newsroom.state()
    ring = Ring(values=1_000)
    for number in range(20):
        ring.append(newsroom.pnl({"balance": dict.fromkeys(range(100), number)}))
    assert len(ring) == 4


def test_a_slow_client_gets_the_newest_state_and_every_event(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    read(client, screen)
    for number in range(LIMIT):
        take(hub, newsroom.pnl({"balance": {0: number}}), now=2.0)
    assert len(client.outbox) == LIMIT
    take(hub, newsroom.event("trade_closed", 1, position_id=9), now=3.0)
    take(hub, newsroom.event("alert", None, text="late"), newsroom.pnl({"balance": {0: 999}}), now=4.0)
    assert client.outbox.full_since == 3.0
    assert client.outbox.chunk() is None
    hub.heal(client, 5.0)
    take(hub, newsroom.pnl({"balance": {1: 5}}))
    assert read(client, screen).types == ["hello", "snapshot", "snapshot", "pnl_update"]
    assert [event["type"] for event in screen.seen[2]["events"]] == ["trade_closed", "alert"]
    assert [event["seq"] for event in screen.seen[2]["events"]] == [FIRST + LIMIT + 1, FIRST + LIMIT + 2]
    assert rows_of(screen) == as_rows(newsroom.mirror)
    assert not client.outbox.is_behind


def test_events_that_are_kept_for_a_slow_client_are_bounded() -> None:
    outbox = Outbox()
    for number in range(5 * LIMIT):
        outbox.put(Message(b"x", (b"%d" % number,)), 0.0)
    kept = outbox.heal()
    assert kept == [b"%d" % number for number in range(4 * LIMIT, 5 * LIMIT)]


def test_a_message_that_has_begun_is_finished() -> None:
    outbox = Outbox()
    outbox.put(Message(b"abcdef"), 0.0)
    assert outbox.chunk() == b"abcdef"
    outbox.written(2)
    for _ in range(2 * LIMIT):
        outbox.put(Message(b"late"), 0.0)
    outbox.finish(Message(b"end"))
    assert bytes(outbox.chunk() or b"") == b"cdef"
    outbox.written(4)
    assert outbox.chunk() == b"end"
    outbox.written(3)
    assert outbox.is_empty


def test_messages_that_wait_are_written_together() -> None:
    outbox = Outbox()
    for part in (b"a" * 40_000, b"b" * 20_000, b"c" * 20_000):
        outbox.put(Message(part), 0.0)
    chunk = outbox.chunk()
    assert chunk is not None
    assert len(chunk) == 60_000
    outbox.written(60_000)
    assert outbox.chunk() == b"c" * 20_000
