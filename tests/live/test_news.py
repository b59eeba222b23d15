"""What is told beside prices: files under way, and accounts with rules of proprietary trading firms."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from services.feed import FeedBatch
from services.live.subscription import Subscription
from services.prop_firm.check import Status
from services.storage import export_queue, kept_exports
from services.storage.kept_exports import ExportStatus
from tests.live.leading import CLOSED, NOON, OPENED, Live, Told, quoted

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.model import Account

TIGHT = """
name: tight
label: Tight
currency: USD
initial_balance: 1000
reset: {at: "00:00", zone: UTC}
daily_loss: {amount: 150, counted_from: balance}
max_loss: {amount: 200, trail: trailing}
profit_target: {amount: 300}
"""


def queued(services: Services, **values: Any) -> UUID:
    number = uuid.uuid4()
    row = {
        "id": number,
        "created_at": datetime.now(UTC),
        "status": ExportStatus.QUEUED,
        "request": {"accounts": ["a"], "format": "csv"},
        "filename": "trades.csv",
        "content_type": "text/csv",
        "rows_total": 1_000,
    }
    with services.database.begin() as connection:
        kept_exports.add_export(connection, row | values)
    return number


def states(live: Live) -> list[tuple[str, str, int]]:
    return [
        (one.data["export_id"], one.data["status"], one.data["rows_done"]) for one in live.events("export")
    ]


def test_each_state_of_a_file_under_way_is_told_once(services: Services) -> None:
    old = queued(services, status=ExportStatus.READY, finished_at=NOON)
    live = Live(services, Told()).run(1)
    assert states(live) == [], f"{old} was ready before anybody listened"
    mine = str(queued(services))
    live.run(2)
    with services.database.begin() as connection:
        export_queue.claim_next(connection, live.now)
        export_queue.set_progress(connection, uuid.UUID(mine), 250, 1_000)
    live.run(2)
    services.export_history.failed(uuid.UUID(mine), "The disk is full.", live.now)
    live.run(2)
    assert states(live) == [(mine, "queued", 0), (mine, "running", 250), (mine, "failed", 250)]
    assert live.events("export")[1].data["progress"] == 0.25
    assert live.events("export")[2].data["error"] == "The disk is full."


def test_a_file_is_for_who_sees_all_its_accounts(services: Services) -> None:
    live = Live(services, Told()).run(1)
    queued(services, request={"accounts": ["a", "b"]})
    (event,) = live.run(1).events("export")
    assert Subscription().wants(event)
    assert Subscription(frozenset({"a", "b", "c"})).wants(event)
    assert not Subscription(frozenset({"a"})).wants(event)


@pytest.fixture
def ruled(services: Services) -> Account:
    """An account of the broker's with 1,000 and a long position, held against tight rules."""
    Live(services, Told([OPENED])).run(0.5)
    (account,) = services.performance.accounts()
    services.prop_firms.assign(account.id, text=TIGHT)
    return account


def told(live: Live) -> list[dict[str, Any]]:
    return [event.data["sets"][0] for event in live.events("prop_update")]


def test_headroom_moves_with_every_quote(services: Services, ruled: Account) -> None:
    prices = [FeedBatch((quoted(bid, bid),)) for bid in ("1.08050", "1.08000", "1.07900")]
    live = Live(services, Told([FeedBatch(OPENED.quotes, OPENED.reports), *prices])).run(6)
    assert live.events("prop_update")[0].account_id == str(ruled.id)
    last = told(live)[-1]
    assert (last["name"], last["status"], last["headroom"]) == ("tight", "close", "0.00")
    daily, whole, target = last["rules"]
    assert daily == {
        "rule": "daily_loss",
        "label": "Daily loss",
        "status": "fine",
        "limit": "150.00",
        "used": "100.00",
        "worst": "100.00",
        "headroom": "50.00",
        "floor": "850.00",
    }
    assert (whole["floor"], whole["headroom"]) == ("900.00", "0.00"), "from the peak of 1,100"
    assert target["used"] == "0.00"


def test_a_breach_is_told_and_kept_once_however_often_it_is_crossed(
    services: Services, ruled: Account
) -> None:
    bids = ("1.07000", "1.08000", "1.06900", "1.08100")
    live = Live(services, Told([OPENED, *(FeedBatch((quoted(bid, bid),)) for bid in bids)])).run(6)
    alerts = [one for one in live.events("alert") if one.data["code"] == "prop_breach"]
    found = {rule for one in alerts for rule in ("Daily loss", "Maximum loss") if rule in one.data["message"]}
    assert len(alerts) == len(found) == 2
    assert told(live)[-1]["status"] == "breached"
    assert told(live)[-1]["headroom"] is None
    (standing,) = services.prop_firms.standings(ruled.id)
    assert standing.status is Status.BREACHED
    assert sorted(one.rule for one in standing.breaches) == ["daily_loss", "max_loss"]
    assert {one.value for one in standing.breaches} == {Decimal("0.00")}
    again = Live(services, Told([OPENED, *(FeedBatch((quoted(bid, bid),)) for bid in bids)]), live.now).run(6)
    assert not [one for one in again.events("alert") if one.data["code"] == "prop_breach"]
    assert len(services.prop_firms.standings(ruled.id)[0].breaches) == 2


def test_rules_that_come_and_go_are_followed_without_a_restart(services: Services, ruled: Account) -> None:
    live = Live(services, Told([OPENED])).run(4)
    services.prop_firms.remove(ruled.id, "tight")
    live.run(4)
    before = len(told(live))
    live.feed.batches.append(FeedBatch((quoted("1.08200", "1.08200"),)))  # type: ignore[attr-defined] # our own feed
    live.run(3)
    assert len(told(live)) == before
    services.prop_firms.assign(ruled.id, text=TIGHT.replace("150", "160"))
    live.run(4)
    assert told(live)[-1]["rules"][0]["limit"] == "160.00"


def test_nothing_is_held_against_prices_that_are_stale_or_a_ledger_that_moved_on(
    services: Services, ruled: Account
) -> None:
    live = Live(services, Told([OPENED, CLOSED])).run(4)
    assert told(live)[-1]["rules"][0]["used"] == "0.00", "the profit is booked: counted from the balance"
    watched = len(told(live))
    live.now += timedelta(minutes=5)
    live.run(3)
    assert len(told(live)) == watched
