"""What clients get, in which order, without a socket."""

from __future__ import annotations

import pytest

from services.live.client import Client
from services.live.frame import COLUMNS, Market, MarketState
from services.live.hub import Hub
from services.live.limits import Limits
from services.live.refusal import Closing, RefusedError
from services.live.visitor import Visitor
from tests.live.newsroom import FIRST, Newsroom, as_rows, greeted, position, read, say, take, without_seq


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def hub(newsroom: Newsroom) -> Hub:
    hub = Hub(wall_clock=lambda: 1_790_000_123.0)
    take(hub, newsroom.state())
    return hub


def test_the_first_frame_says_what_there_is(hub: Hub) -> None:
    client, screen = greeted(hub)
    read(client, screen)
    assert screen.types == ["hello"]
    hello = screen.last
    assert list(hello) == [
        "type", "protocol", "seq", "accounts", "heartbeat_s", "columns", "directory", "market",
    ]  # fmt: skip
    assert (hello["protocol"], hello["seq"], hello["heartbeat_s"]) == (1, FIRST, 15)
    assert hello["accounts"] == ["account-0", "account-1", "account-2"]
    assert hello["columns"] == list(COLUMNS)
    assert hello["directory"][1] == {
        "id": "account-1", "name": "Account 1", "login": "701", "currency": "USD", "digits": 2,
        "is_demo": False,
    }  # fmt: skip
    assert hello["market"] == {
        "provider": "simulated",
        "state": "live",
        "quote_time": "2026-09-21T14:13:20.000+00:00",
        "refused": 0,
    }


def test_a_silent_client_gets_the_state_after_a_quarter_of_a_second(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub, now=10.0)
    hub.tick(10.2)
    take(hub, newsroom.pnl({"balance": {0: 5}}))
    assert read(client, screen).types == ["hello"]
    hub.tick(10.3)
    assert read(client, screen).types == ["hello", "snapshot"]
    assert {key: without_seq(row) for key, row in screen.values.items()} == as_rows(newsroom.mirror)


def test_before_a_state_is_known_a_client_waits(newsroom: Newsroom) -> None:
    hub = Hub()
    client, screen = greeted(hub)
    hub.tick(5.0)
    say(hub, client, action="resume", since=7)
    assert set(read(client, screen).types) <= {"hello", "heartbeat"}
    take(hub, newsroom.state())
    hub.tick(5.1)
    assert read(client, screen).types[-1] == "snapshot"


def test_an_update_has_the_rows_that_changed(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    take(hub, newsroom.pnl({"balance": {1: 123_45}, "unrealized_pnl": {1: -7}}))
    update = read(client, screen).last
    assert list(update) == ["type", "seq", "timestamp", "data", "ticks"]
    assert (update["type"], update["seq"]) == ("pnl_update", FIRST + 1)
    assert [row["account_id"] for row in update["data"]] == ["account-1"]
    assert update["data"][0]["seq"] == FIRST + 1
    assert update["data"][0]["balance"] == "123.45"
    assert update["data"][0]["unrealized_pnl"] == "-0.07"


def test_what_happens_is_told_as_it_is(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    take(
        hub,
        newsroom.event("trade_closed", 1, position_id=9, net_profit="12.30"),
        newsroom.event("alert", None, text="no prices"),
        newsroom.event("position_update", 0, opened=[position(2)], changed=[], closed=[1]),
    )
    trade, alert, update = read(client, screen).seen[-3:]
    assert list(trade) == ["type", "seq", "timestamp", "account_id", "data"]
    assert (trade["type"], trade["account_id"]) == ("trade_closed", "account-1")
    assert trade["data"] == {"position_id": 9, "net_profit": "12.30"}
    assert (alert["type"], alert["account_id"]) == ("alert", "")
    assert update["data"]["closed"] == [1]
    assert update["data"]["opened"][0]["swap"] == "-0.05"
    assert update["data"]["opened"][0]["profit"] == "1.50"


def test_the_state_of_the_market_is_for_everyone(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    say(hub, client, action="subscribe", channels=[])
    hub.tick(1.0)
    fields = {"provider": "simulated", "state": "down", "quote_time": None, "refused": 2}
    take(hub, newsroom.event("market", None, **fields))
    assert read(client, screen).last["type"] == "market"
    assert screen.last["data"] == fields
    assert hub.mirror.market == Market("simulated", MarketState.DOWN, None, 2)


def test_a_state_that_is_no_news_is_not_sent(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    take(hub, newsroom.pnl({"balance": {0: 5}}), newsroom.state(), newsroom.pnl({"balance": {0: 6}}))
    assert read(client, screen).types == ["hello", "snapshot", "pnl_update", "pnl_update"]


def test_a_gap_of_the_bus_is_healed_by_the_next_state(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    newsroom.pnl({"balance": {0: 5}})
    take(hub, newsroom.pnl({"balance": {1: 6}}), newsroom.pnl({"balance": {2: 7}}))
    assert read(client, screen).types == ["hello", "snapshot"]
    take(hub, newsroom.state(), newsroom.pnl({"balance": {2: 8}}))
    assert read(client, screen).types == ["hello", "snapshot", "snapshot", "pnl_update"]
    assert {key: without_seq(row) for key, row in screen.values.items()} == as_rows(hub.mirror)
    assert hub.mirror.column("balance") == [5, 6, 8]
    assert hub.gaps == 1


def test_frames_that_came_before_the_state_are_left_out(newsroom: Newsroom) -> None:
    hub = Hub()
    newsroom.state()
    early = newsroom.pnl({"balance": {0: 5}})
    take(hub, newsroom.state(), early, newsroom.pnl({"balance": {0: 6}}))
    assert (hub.frames, hub.gaps) == (1, 0)
    assert hub.mirror.column("balance") == [6, 100, 200]


def test_a_publisher_that_starts_anew_is_followed(hub: Hub) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    other = Newsroom(2)
    other.seq = 5
    take(hub, other.state(), other.pnl({"balance": {1: 1}}))
    assert read(client, screen).types == ["hello", "snapshot", "snapshot", "pnl_update"]
    assert screen.seq == 6


def test_new_accounts_are_announced_by_a_snapshot(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    take(hub, newsroom.with_accounts(5))
    assert read(client, screen).types[-1] == "snapshot"
    assert len(screen.last["accounts"]) == len(screen.last["directory"]) == len(screen.last["data"]) == 5


def test_a_heartbeat_goes_out_when_nothing_else_does(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    take(hub, newsroom.pnl({"balance": {0: 5}}), now=5.0)
    hub.tick(19.0)
    assert read(client, screen).last["type"] == "pnl_update"
    hub.tick(20.5)
    assert read(client, screen).last == {
        "type": "heartbeat",
        "seq": FIRST + 1,
        "timestamp": "2026-09-21T14:15:23.000+00:00",
        "market": {
            "provider": "simulated",
            "state": "live",
            "quote_time": "2026-09-21T14:13:20.000+00:00",
            "refused": 0,
        },
    }
    hub.tick(21.0)
    assert screen.types.count("heartbeat") == 1


@pytest.mark.parametrize("said", ["ping", '{"action": "ping"}', " ping\n"])
def test_a_ping_is_answered_by_a_heartbeat(hub: Hub, said: str) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    hub.hear(client, said, 1.0)
    assert read(client, screen).last["type"] == "heartbeat"
    assert screen.last["seq"] == FIRST


@pytest.mark.parametrize(
    "said",
    ["", "pong", "[]", "{", "3", "{}", '{"action": "fly"}', '{"action": ["ping"]}', '{"action": null}'],
)
def test_what_is_no_request_is_refused(hub: Hub, said: str) -> None:
    client, _ = greeted(hub)
    with pytest.raises(RefusedError) as refused:
        hub.hear(client, said, 1.0)
    assert (refused.value.closing, refused.value.code) == (Closing.BAD_REQUEST, "bad_request")


def test_more_messages_a_minute_than_allowed_are_refused(hub: Hub) -> None:
    client, _ = greeted(hub)
    for number in range(60):
        hub.hear(client, "ping", float(number))
    with pytest.raises(RefusedError) as refused:
        hub.hear(client, "ping", 59.9)
    assert refused.value.closing is Closing.TOO_MANY
    hub.hear(client, "ping", 60.0)


def test_there_is_a_bound_to_clients_in_all_and_from_one_address() -> None:
    hub = Hub(Limits(clients=4, clients_per_address=2))
    first, _ = greeted(hub, visitor=Visitor("192.0.2.1"))
    greeted(hub, visitor=Visitor("192.0.2.1"))
    with pytest.raises(RefusedError):
        hub.join(Client(Visitor("192.0.2.1")), 0.0)
    hub.leave(first)
    greeted(hub, visitor=Visitor("192.0.2.1"))
    greeted(hub, visitor=Visitor("192.0.2.2"))
    greeted(hub, visitor=Visitor("192.0.2.3"))
    with pytest.raises(RefusedError) as refused:
        hub.join(Client(Visitor("192.0.2.4")), 0.0)
    assert refused.value.closing is Closing.TOO_MANY
    assert len(hub) == 4


def test_a_proxy_on_this_machine_is_not_one_client() -> None:
    hub = Hub(Limits(clients_per_address=2))
    for _ in range(5):
        greeted(hub, visitor=Visitor("127.0.0.1"))
    assert len(hub) == 5


def test_whoever_left_is_not_written_to(hub: Hub, newsroom: Newsroom) -> None:
    client, screen = greeted(hub)
    hub.tick(1.0)
    read(client, screen)
    hub.leave(client)
    hub.leave(client)
    take(hub, newsroom.pnl({"balance": {0: 5}}))
    assert client.outbox.is_empty
    assert len(hub) == 0
