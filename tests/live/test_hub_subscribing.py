"""Clients that narrow what they get."""

from __future__ import annotations

from typing import Any

import pytest

from services.live.hub import Hub
from services.live.refusal import Closing, RefusedError
from services.live.visitor import Visitor
from tests.live.newsroom import (
    FIRST,
    Newsroom,
    Screen,
    as_columns,
    greeted,
    position,
    positions_in_columns,
    read,
    say,
    take,
)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def hub(newsroom: Newsroom) -> Hub:
    hub = Hub()
    take(hub, newsroom.state())
    return hub


def subscribed(hub: Hub, **message: Any) -> tuple[Any, Screen]:
    client, screen = greeted(hub)
    say(hub, client, action="subscribe", **message)
    hub.tick(1.0)
    return client, screen


def test_columns_come_as_integers_by_column(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub, format="columns")
    snapshot = read(client, screen).last
    assert snapshot["accounts"] == ["account-0", "account-1", "account-2"]
    assert snapshot["data"] == as_columns(newsroom.mirror)
    assert snapshot["timestamp"] == newsroom.time
    assert snapshot["positions"]["account-0"][0]["profit"] == 150
    take(hub, newsroom.pnl({"balance": {2: 7, 0: 8}, "margin": {1: 4}}, ticks=((0, 1, "1.20", 900),)))
    assert read(client, screen).last == {
        "type": "pnl_update",
        "seq": FIRST + 1,
        "timestamp": newsroom.time,
        "data": {"balance": [[2, 0], [7, 8]], "margin": [[1], [4]]},
        "ticks": [[0, 1, "1.20", 900]],
    }
    assert screen.values == as_columns(newsroom.mirror)
    assert screen.positions == positions_in_columns(newsroom.mirror)


def test_places_are_those_of_the_narrowed_snapshot(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub, format="columns", accounts=["account-2", "account-0"])
    assert read(client, screen).last["accounts"] == ["account-0", "account-2"]
    take(hub, newsroom.pnl({"balance": {2: 7, 1: 8}, "credit": {1: 4}}, ticks=((0, 1, "1.20", 9),)))
    assert read(client, screen).last["data"] == {"balance": [[1], [7]]}
    assert screen.last["ticks"] == [[0, 1, "1.20", 9]]
    assert screen.values["balance"] == [0, 7]


def test_every_number_reaches_a_client_that_wants_little(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub, accounts=["account-1"], channels=["pnl"])
    take(
        hub,
        newsroom.pnl({"balance": {0: 5}}),
        newsroom.event("trade_closed", 1, position_id=9),
        newsroom.event("position_update", 0, opened=[position(2)]),
        newsroom.event("alert", None, text="no prices"),
        newsroom.pnl({"balance": {1: 5}}),
    )
    seen = read(client, screen).seen[2:]
    assert [message["type"] for message in seen] == [
        "pnl_update",
        "heartbeat",
        "heartbeat",
        "heartbeat",
        "pnl_update",
    ]
    assert [message["seq"] for message in seen] == [FIRST + number for number in range(1, 6)]
    assert seen[0]["data"] == []
    assert len(seen[4]["data"]) == 1
    assert "ticks" not in seen[4]


def test_events_of_other_accounts_are_not_told(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub, accounts=["account-1"])
    take(
        hub,
        newsroom.event("trade_closed", 0, position_id=9),
        newsroom.event("trade_closed", 1, position_id=10),
        newsroom.event("alert", None, text="for all"),
    )
    assert read(client, screen).types[2:] == ["heartbeat", "trade_closed", "alert"]


def test_without_the_channel_of_values_an_update_is_empty(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub, channels=["positions"], format="columns")
    take(hub, newsroom.pnl({"balance": {0: 5}}, ticks=((0, 1, "1.20", 900),)))
    assert read(client, screen).last["data"] == {}
    assert screen.last["ticks"] == [[0, 1, "1.20", 900]]


def test_rows_tell_prices_with_ids_and_decimals(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub)
    take(hub, newsroom.pnl({}, ticks=((0, 1, "1.20", -900),)))
    assert read(client, screen).last["ticks"] == [
        {"account_id": "account-0", "position_id": 1, "price_current": "1.20", "profit": "-9.00"}
    ]


def test_a_new_subscription_begins_with_a_snapshot(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub)
    take(hub, newsroom.pnl({"balance": {0: 5}}))
    say(hub, client, action="subscribe", accounts=["account-1"], format="columns")
    take(hub, newsroom.pnl({"balance": {1: 6}}))
    assert read(client, screen).types == ["hello", "snapshot", "pnl_update", "snapshot", "pnl_update"]
    assert screen.values["balance"] == [6]


@pytest.mark.parametrize("asked", [["account-9"], ["account-0", "account-9"]])
def test_an_unknown_account_is_refused(hub: Hub, asked: list[str]) -> None:
    client, _ = greeted(hub)
    with pytest.raises(RefusedError) as refused:
        say(hub, client, action="subscribe", accounts=asked)
    assert (refused.value.closing, refused.value.code) == (Closing.NOT_ALLOWED, "not_allowed")


def test_whoever_may_see_some_accounts_sees_no_others(hub: Hub, newsroom: Newsroom) -> None:
    visitor = Visitor("192.0.2.1", frozenset({"account-1"}))
    client, screen = greeted(hub, visitor=visitor)
    assert read(client, screen).last["accounts"] == ["account-1"]
    assert [entry["id"] for entry in screen.last["directory"]] == ["account-1"]
    say(hub, client, action="subscribe", accounts="all")
    hub.tick(1.0)
    take(hub, newsroom.pnl({"balance": {0: 5, 1: 6}}), newsroom.event("trade_closed", 0, position_id=1))
    assert set(read(client, screen).values) == {"account-1"}
    assert screen.types == ["hello", "snapshot", "pnl_update", "heartbeat"]
    with pytest.raises(RefusedError):
        say(hub, client, action="subscribe", accounts=["account-0"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"accounts": "account-1"},
        {"accounts": [1]},
        {"accounts": None},
        {"channels": "pnl"},
        {"channels": ["weather"]},
        {"channels": [["pnl"]]},
        {"format": "xml"},
        {"format": ["rows"]},
    ],
)
def test_a_malformed_subscription_is_refused(hub: Hub, wrong: dict[str, Any]) -> None:
    client, _ = greeted(hub)
    with pytest.raises(RefusedError) as refused:
        say(hub, client, action="subscribe", **wrong)
    assert refused.value.closing is Closing.BAD_REQUEST


def test_clients_that_ask_for_the_same_share_the_bytes(hub: Hub, newsroom: Newsroom) -> None:
    one, _ = subscribed(hub, accounts=["account-1", "account-2"])
    two, _ = subscribed(hub, accounts=["account-2", "account-1"])
    for client in (one, two):
        read(client, Screen())
    take(hub, newsroom.pnl({"balance": {1: 5}}))
    assert one.outbox.chunk() is two.outbox.chunk()


def test_accounts_that_come_and_go_move_the_places(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = subscribed(hub, format="columns", accounts=["account-1", "account-2"])
    take(hub, newsroom.with_accounts(2), newsroom.pnl({"balance": {1: 77}}))
    assert read(client, screen).accounts == ["account-1"]
    assert screen.values["balance"] == [77]
    take(hub, newsroom.with_accounts(4))
    assert read(client, screen).accounts == ["account-1", "account-2"]
