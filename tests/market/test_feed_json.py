"""A batch survives its journey as JSON, and nothing that is no batch is taken for one."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import InvalidInputError
from services.feed import AccountReport, FeedBatch, ServerQuote, StatedState
from services.feed_json import as_json, decoded, encoded, from_json
from services.feed_shapes import MOST_DEALS
from services.model import DealClass, Side
from services.statement import StatedAccount
from tests.making import START, make_deal
from tests.market.batches import batches

BATCH = FeedBatch(
    quotes=(ServerQuote("Srv", "EURUSD", START, 1.1, 1.2),),
    reports=(
        AccountReport(
            StatedAccount("1001", "USD", server="Srv"),
            deals=(make_deal(1, profit="-1598.66"),),
            stated=StatedState(START, Decimal("10.00"), Decimal(0), Decimal("10.00")),
        ),
    ),
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(batches)
def test_a_batch_comes_back_as_it_was(batch: FeedBatch) -> None:
    assert decoded(encoded(batch)) == batch


@SLOW
@given(batches)
def test_what_was_read_is_written_the_same(batch: FeedBatch) -> None:
    line = encoded(batch)
    assert encoded(decoded(line)) == line
    assert b"\n" not in line


def test_a_price_that_is_no_number_is_kept_for_the_engine_to_refuse() -> None:
    quotes = tuple(
        ServerQuote("Srv", "X", START, bid, math.inf) for bid in (math.nan, -math.inf, math.inf, -1.0)
    )
    found = decoded(encoded(FeedBatch(quotes=quotes))).quotes
    assert [str(quote.bid) for quote in found] == ["nan", "-inf", "inf", "-1.0"]


def test_money_is_text_and_enums_are_numbers() -> None:
    found = as_json(BATCH)["reports"][0]
    assert found["deals"][0]["profit"] == "-1598.66"
    assert found["deals"][0]["type"] == 0
    assert as_json(BATCH)["version"] == 1


def test_a_persons_tag_is_not_a_brokers() -> None:
    tagged = replace(BATCH.reports[0], deals=(replace(make_deal(1), tag=DealClass.COST),))
    found = decoded(encoded(FeedBatch(reports=(tagged,)))).reports[0].deals[0]
    assert found == make_deal(1)


def test_a_time_of_another_zone_is_read_as_the_same_instant() -> None:
    value = as_json(BATCH)
    value["quotes"][0]["time"] = "2026-01-05T02:00:00+02:00"
    assert from_json(value).quotes[0].time == datetime(2026, 1, 5, tzinfo=UTC)


def test_fields_with_a_default_may_be_left_out() -> None:
    value = {"version": 1, "reports": [{"account": {"login": "1", "currency": "USD", "server": "S"}}]}
    assert from_json(value).reports == (AccountReport(StatedAccount("1", "USD", server="S")),)


def _changed(path: str, new: object) -> dict[str, Any]:
    value = copy.deepcopy(as_json(BATCH))
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = value
    for part in way:
        place = place[part]
    place[last] = new
    return value


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("version", 2),
        ("version", "1"),
        ("surplus", 1),
        ("is_closed", 0),
        ("quotes.0.time", "2026-01-05T10:00:00"),
        ("quotes.0.time", 1_700_000_000),
        ("quotes.0.time", "9999-12-31T23:59:59-12:00"),
        ("quotes.0.bid", "1.1"),
        ("quotes.0.bid", True),
        ("quotes.0.server", ""),
        ("reports.0.account.login", 1001),
        ("reports.0.account.server", "a\x00b"),
        ("reports.0.account.currency", ""),
        ("reports.0.account.margin_mode", 3),
        ("reports.0.account.leverage", 0),
        ("reports.0.deals.0.profit", -1598.66),
        ("reports.0.deals.0.profit", "NaN"),
        ("reports.0.deals.0.profit", "1e5"),
        ("reports.0.deals.0.profit", "٣"),
        ("reports.0.deals.0.ticket", 2**63),
        ("reports.0.deals.0.ticket", 1.0),
        ("reports.0.deals.0.entry", 4),
        ("reports.0.deals.0.type", True),
        ("reports.0.deals.0.server_time", "2026-01-05T10:00:00Z"),
        ("reports.0.deals.0.comment", "x" * 257),
        ("reports.0.deals.0.tag", "cost"),
        ("reports.0.server_zone", "Nowhere/Atlantis"),
        ("reports.0.server_offset", 1440),
        ("reports.0.stated.balance", None),
    ],
)
def test_what_is_wrong_is_named(path: str, new: object) -> None:
    with pytest.raises(InvalidInputError) as refused:
        from_json(_changed(path, new))
    assert str(refused.value).startswith(f"{path}")
    assert str(refused.value).endswith(".")


def test_a_ticket_twice_is_refused() -> None:
    value = as_json(BATCH)
    value["reports"][0]["deals"] *= 2
    with pytest.raises(InvalidInputError, match=r"reports\.0\.deals: must not hold a ticket twice"):
        from_json(value)


def test_a_batch_has_a_bound() -> None:
    value = as_json(BATCH)
    value["reports"][0]["deals"] = [
        {**value["reports"][0]["deals"][0], "ticket": number} for number in range(MOST_DEALS + 1)
    ]
    with pytest.raises(InvalidInputError, match=r"reports\.0\.deals"):
        from_json(value)


@SLOW
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_other_json_is_refused(value: object) -> None:
    with pytest.raises(InvalidInputError):
        from_json(value)


@pytest.mark.parametrize("text", [b"", b"{", b"NaN", b"\xff", b'{"version": 1, "quotes": [NaN]}'])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(InvalidInputError):
        decoded(text)


def test_a_side_is_metatraders_number() -> None:
    assert [list(Side).index(side) for side in (Side.BUY, Side.SELL)] == [0, 1]
    assert orjson.loads(encoded(BATCH))["quotes"][0]["bid"] == 1.1
