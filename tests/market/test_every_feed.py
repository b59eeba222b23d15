"""Laws of every feed, present and future; see contract.py for what a new one brings."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from services.calc.server_zone import server_zone
from services.errors import FeedUnavailableError
from services.feed import FeedBatch
from services.feed_json import decoded, encoded
from tests.market.contract import FEEDS, Harness, open_harness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from services.model import Deal

MOST_STEPS = 200


@pytest.fixture(params=FEEDS)
def harness(request: pytest.FixtureRequest) -> Iterator[Harness]:
    harness = open_harness(request.param)
    yield harness
    harness.feed.close()


def _batches(harness: Harness, steps: int | None = None) -> list[FeedBatch]:
    return [harness.step() for _ in range(steps or harness.steps)]


def _deals(batches: list[FeedBatch]) -> dict[tuple[str, str, int], Deal]:
    return {
        (report.account.login, report.account.server, deal.ticket): deal
        for batch in batches
        for report in batch.reports
        for deal in report.deals
    }


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_opened_by_its_module(name: str) -> None:
    assert callable(import_module(f"services.market.{name}").open_feed)


def test_a_feed_has_the_name_of_its_module_and_a_pace(
    harness: Harness, request: pytest.FixtureRequest
) -> None:
    assert harness.feed.name == request.node.callspec.params["harness"]
    assert 0 < harness.feed.seconds <= 10


def test_every_time_is_aware_utc(harness: Harness) -> None:
    times: list[datetime] = []
    for batch in _batches(harness):
        times += [quote.time for quote in batch.quotes]
        for report in batch.reports:
            times += [deal.time for deal in report.deals]
            times += [position.time for position in report.positions or ()]
            times += [report.stated.time] if report.stated else []
    assert times
    assert all(time.utcoffset() == timedelta(0) for time in times)


def test_quotes_are_in_order_and_have_prices(harness: Harness) -> None:
    quotes = [quote for batch in _batches(harness) for quote in batch.quotes]
    assert quotes
    assert all(0 < quote.bid <= quote.ask for quote in quotes)
    assert [quote.time for quote in quotes] == sorted(quote.time for quote in quotes)


def test_a_report_names_its_account(harness: Harness) -> None:
    reports = [report for batch in _batches(harness) for report in batch.reports]
    assert reports
    assert all(report.account.login and report.account.currency for report in reports)


def test_deals_have_the_servers_time_and_no_ticket_occurs_twice_in_a_report(harness: Harness) -> None:
    for batch in _batches(harness):
        for report in batch.reports:
            tickets = [deal.ticket for deal in report.deals]
            assert len(set(tickets)) == len(tickets)
            for deal in report.deals:
                assert deal.server_time.tzinfo is None
                if report.server_zone is not None:
                    assert server_zone(report.server_zone).to_utc(deal.server_time) == deal.time


def test_deals_that_are_told_again_are_the_same(harness: Harness) -> None:
    before = _deals(_batches(harness))
    harness.tell_again()
    again = _deals(_batches(harness))
    assert {key: again[key] for key in before.keys() & again.keys()} == {
        key: before[key] for key in before.keys() & again.keys()
    }


def test_what_a_feed_tells_can_be_recorded(harness: Harness) -> None:
    for batch in _batches(harness):
        assert decoded(encoded(batch)) == batch


def test_closing_twice_is_harmless(harness: Harness) -> None:
    _batches(harness, 1)
    harness.feed.close()
    harness.feed.close()


def test_a_source_that_died_is_said_and_its_return_is_noticed(harness: Harness) -> None:
    if not harness.can_die:
        pytest.skip("this feed has no source that could die")
    _batches(harness)
    harness.kill()
    with pytest.raises(FeedUnavailableError) as said:
        _batches(harness, MOST_STEPS)
    assert str(said.value).endswith((".", "?"))
    harness.revive()
    for _ in range(MOST_STEPS):
        try:
            batch = harness.step()
        except FeedUnavailableError:
            continue
        if batch != FeedBatch():
            return
    pytest.fail("the feed did not come back")
