"""What the live parts count."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from services.feed import FeedBatch
from services.live.frame import StateFrame, decoded, encoded
from services.live.mirror import Mirror
from services.live.outbox import LIMIT, Message, Outbox
from services.live.parts import LiveParts
from services.role import Role
from tests.live.leading import NOON, OPENED, Live, Told, quoted
from tests.live.newsroom import Newsroom

if TYPE_CHECKING:
    import pytest

    from services.container import Services
    from services.live.frame import Frame


def test_messages_that_give_way_to_a_state_are_counted() -> None:
    outbox = Outbox()
    for _ in range(LIMIT):
        outbox.put(Message(b"."), 0.0)
    assert outbox.lost == 0
    outbox.put(Message(b"."), 0.0)
    outbox.put(Message(b"."), 0.0)
    assert outbox.lost == LIMIT + 2
    outbox.heal()
    outbox.put(Message(b"."), 0.0)
    assert outbox.lost == LIMIT + 2


def test_the_leader_tells_what_it_values_and_refuses(services: Services) -> None:
    live = Live(services, Told([OPENED])).run(3)
    assert live.mirror.feed is not None
    assert (live.mirror.feed.accounts, live.mirror.feed.positions) == (1, 1)
    assert live.mirror.feed.refused == {}
    well = live.mirror.feed.fed_at
    assert well is not None
    assert NOON < NOON + timedelta(milliseconds=well - NOON.timestamp() * 1000) <= live.now


def test_refused_quotes_are_told_by_reason(services: Services) -> None:
    batch = FeedBatch((quoted("1.2", "1.1"), quoted("-1", "1")))
    live = Live(services, Told([OPENED, batch])).run(5)
    assert live.mirror.feed is not None
    assert live.mirror.feed.refused == {"ask below bid": 1, "not above zero": 1}


def test_without_a_quote_the_feed_was_never_well(services: Services) -> None:
    live = Live(services, Told()).run(3)
    assert live.mirror.feed is not None
    assert live.mirror.feed.fed_at is None


def test_a_state_takes_along_what_the_stream_beside_the_leader_has_counted(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = LiveParts(services, Role.ALL)
    heard: list[Frame] = []
    monkeypatch.setattr(parts._bus, "publish", heard.append)
    assert parts.stream is not None
    parts.stream.start()
    newsroom = Newsroom()
    parts._publish(newsroom.state())
    parts._publish(newsroom.pnl({"balance": {0: 5}}))
    parts.stream.stop()
    assert isinstance(heard[0], StateFrame)
    assert heard[0].stream is not None
    assert heard[0].stream.clients == 0
    mirror = Mirror()
    mirror.apply(decoded(encoded(heard[0])))
    assert mirror.stream == heard[0].stream
    assert mirror.state() == heard[0]
