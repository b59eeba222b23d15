"""Whatever happens, and however slowly a client reads: in the end it shows what the mirror knows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.live import outbox
from services.live.client import Client
from services.live.hub import Hub
from services.live.visitor import Visitor
from tests.live.newsroom import (
    Newsroom,
    Screen,
    as_columns,
    as_rows,
    position,
    positions_in_columns,
    positions_in_rows,
    say,
    take,
    without_seq,
)

NARROW = ["account-0", "account-1"]
CLIENTS: list[dict[str, Any]] = [
    {"format": "rows"},
    {"format": "columns"},
    {"format": "columns", "accounts": NARROW, "channels": ["pnl", "positions"]},
    {"format": "rows", "accounts": NARROW, "channels": ["pnl"]},
]
PLACE = st.integers(0, 1)
STEP = st.one_of(
    st.tuples(st.just("pnl"), st.sampled_from(["balance", "margin", "stale"]), PLACE, st.integers(-9, 9)),
    st.tuples(st.just("open"), PLACE, st.integers(1, 3)),
    st.tuples(st.just("close"), PLACE, st.integers(1, 3)),
    st.tuples(st.just("price"), PLACE, st.integers(1, 3), st.integers(-9, 9)),
    st.tuples(st.just("state")),
    st.tuples(st.just("lost")),
    st.tuples(st.just("accounts"), st.integers(2, 4)),
    st.tuples(st.just("read"), st.integers(0, 3), st.integers(1, 400)),
    st.tuples(st.just("return"), st.integers(0, 3)),
    st.tuples(st.just("tick")),
)


class World:
    """A newsroom, a hub, and clients that read when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.newsroom = Newsroom()
        self.hub = Hub()
        self.hub.take(self.newsroom.state(), 0.0)
        self.clients = [Client(Visitor("")) for _ in CLIENTS]
        self.screens = [Screen() for _ in CLIENTS]
        for number in range(len(CLIENTS)):
            self._join(number)

    def do(self, step: tuple[Any, ...]) -> None:
        self.now += 0.2
        name, *rest = step
        getattr(self, f"do_{name}")(*rest)

    def do_pnl(self, column: str, place: int, value: int) -> None:
        take(self.hub, self.newsroom.pnl({column: {place: value}}), now=self.now)

    def do_open(self, place: int, number: int) -> None:
        frame = self.newsroom.event("position_update", place, opened=[position(number)], closed=[])
        take(self.hub, frame, now=self.now)

    def do_close(self, place: int, number: int) -> None:
        frame = self.newsroom.event("position_update", place, opened=[], closed=[number])
        take(self.hub, frame, now=self.now)

    def do_price(self, place: int, number: int, profit: int) -> None:
        frame = self.newsroom.pnl({}, ticks=((place, number, f"1.{profit + 20}", profit),))
        take(self.hub, frame, now=self.now)

    def do_state(self) -> None:
        take(self.hub, self.newsroom.state(), now=self.now)

    def do_lost(self) -> None:
        self.newsroom.pnl({"credit": {0: int(self.now * 10)}})

    def do_accounts(self, count: int) -> None:
        take(self.hub, self.newsroom.with_accounts(count), now=self.now)

    def do_tick(self) -> None:
        self.hub.tick(self.now)

    def do_read(self, number: int, size: int) -> None:
        client, screen = self.clients[number], self.screens[number]
        chunk = client.outbox.chunk()
        if chunk is None:
            if client.outbox.is_behind:
                self.hub.heal(client, self.now)
            return
        screen.feed(bytes(chunk[:size]))
        client.outbox.written(min(size, len(chunk)))

    def do_return(self, number: int) -> None:
        self.hub.leave(self.clients[number])
        self.clients[number] = Client(Visitor(""))
        self.screens[number].reconnect()
        self._join(number)

    def settle(self) -> None:
        self.do_state()
        self.hub.tick(self.now + 1.0)
        for number, client in enumerate(self.clients):
            while client.outbox.wants_writing:
                self.do_read(number, 1_000_000)

    def _join(self, number: int) -> None:
        client = self.clients[number]
        self.hub.join(client, self.now)
        say(self.hub, client, self.now, action="subscribe", **CLIENTS[number])
        if self.screens[number].seq is not None:
            say(self.hub, client, self.now, action="resume", since=self.screens[number].seq)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, min_size=5, max_size=60))
def test_a_client_always_ends_with_what_the_mirror_knows(steps: list[tuple[Any, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "LIMIT", 4)
        world = World()
        for step in steps:
            world.do(step)
        world.settle()
    mirror = world.hub.mirror
    rows, columns, narrow_columns, narrow_rows = world.screens
    assert {key: without_seq(row) for key, row in rows.values.items()} == as_rows(mirror)
    assert held(rows) == positions_in_rows(mirror)
    assert columns.values == as_columns(mirror)
    assert held(columns) == positions_in_columns(mirror)
    assert narrow_columns.values == {name: values[:2] for name, values in as_columns(mirror).items()}
    assert held(narrow_columns) == {
        key: value for key, value in positions_in_columns(mirror).items() if key in NARROW
    }
    assert {key: without_seq(row) for key, row in narrow_rows.values.items()} == {
        key: row for key, row in as_rows(mirror).items() if key in NARROW
    }
    assert {screen.seq for screen in world.screens} == {mirror.seq}


def held(screen: Screen) -> dict[str, Any]:
    return {account: rows for account, rows in screen.positions.items() if rows}
