"""Excursions in production: by stored quotes of the server, by first stops, and by nothing else."""

from __future__ import annotations

import csv
import io
import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from benchmarks.statement_files import made_up_ledger, mt5_history_html
from services.account_opening import Origin
from services.calc.period import Period
from services.feed import AccountReport, ServerQuote
from services.importers import SourceFile
from services.live.booking import LiveBooking
from services.model import Position, Side
from services.statement import StatedAccount
from services.storage.live_state import write_quotes
from services.storage.stops import keep_stops
from tests.making import START, flow, make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services

EVERYTHING = Period(None, datetime(2027, 1, 1, tzinfo=UTC))
FIVE = ("average_mae", "average_mfe", "mae_mfe_ratio", "exit_efficiency", "expectancy_r")
"""One half lot from 1.1 to 1.2 that earned 50: a price of 0.01 is worth 5."""


def account(services: Services) -> UUID:
    deals = [flow(1, 1000, time=START)]
    for number in range(2):
        opened = START + timedelta(hours=1 + number)
        deals += round_trip(10 + 2 * number, 50, opened=opened, closed=opened + timedelta(minutes=2))
    (report,) = services.ingest.post(
        [make_statement(deals)], Origin("x", "0" * 64, server_zone="UTC"), store=True
    )
    return report.account.id


def quote(services: Services, *rows: tuple[int, float]) -> None:
    """Quotes of EURUSD so many seconds after the first entry, the ask a hundredth above the bid."""
    opened = START + timedelta(hours=1)
    quotes = [
        ServerQuote("Test-Server", "EURUSD", opened + timedelta(seconds=second), bid, bid + 0.01)
        for second, bid in rows
    ]
    with services.database.begin() as connection:
        write_quotes(connection, quotes)


def numbers(services: Services, account_id: UUID) -> dict[str, float]:
    values = services.performance.metrics(account_id, EVERYTHING)
    return {value.metric.name: value.value for value in values}


def test_without_prices_and_stops_the_metrics_say_why(services: Services) -> None:
    account_id = account(services)
    values = {value.metric.name: value for value in services.performance.metrics(account_id, EVERYTHING)}
    assert not any(values[name].is_defined for name in FIVE)
    assert values["average_mae"].reason == "No prices were recorded while the trades were open."
    assert values["expectancy_r"].reason == "No stop is known that would say what a trade risked."


def test_quotes_that_cover_a_trade_give_its_excursions(services: Services) -> None:
    account_id = account(services)
    quote(services, (-5, 0.5), (10, 1.08), (60, 1.25), (115, 1.2), (125, 2.0))
    with services.database.begin() as connection:
        keep_stops(connection, account_id, {10: Decimal("1.05")})
    found = numbers(services, account_id)
    assert found["average_mae"] == pytest.approx(-10)
    assert found["average_mfe"] == pytest.approx(75)
    assert found["expectancy_r"] == pytest.approx(2)
    rows = services.performance.trades([account_id], EVERYTHING)
    assert [row.r for row in rows] == [None, pytest.approx(2)]
    assert rows[1].mae == pytest.approx(-10)
    told = services.exporting.trades("csv", [account_id], EVERYTHING).content.decode("utf-8-sig")
    exported = [(row["r"], row["mae"], row["mfe"]) for row in csv.DictReader(io.StringIO(told))]
    assert exported == [("", "", ""), ("2.0", "-10.00", "75.00")]


def test_a_gap_of_more_than_a_minute_tells_nothing(services: Services) -> None:
    account_id = account(services)
    quote(services, (10, 1.08), (75, 1.25), (115, 1.2))
    assert math.isnan(numbers(services, account_id)["average_mae"])


def test_only_what_is_new_is_read_after_a_trade_was_closed(services: Services) -> None:
    account_id = account(services)
    quote(services, (10, 1.08), (60, 1.25), (115, 1.2))
    first = numbers(services, account_id)["average_mae"]
    opened = START + timedelta(hours=9)
    deals = round_trip(90, 50, opened=opened, closed=opened + timedelta(minutes=2))
    every = [flow(1, 1000, time=START)]
    for number in range(2):
        before = START + timedelta(hours=1 + number)
        every += round_trip(10 + 2 * number, 50, opened=before, closed=before + timedelta(minutes=2))
    services.ingest.post(
        [make_statement([*every, *deals])], Origin("y", "1" * 64, server_zone="UTC"), store=True
    )
    assert len(services.performance.trades([account_id], EVERYTHING)) == 3
    assert numbers(services, account_id)["average_mae"] == pytest.approx(first)


def test_a_first_stop_stays_where_it_was(services: Services) -> None:
    account_id = account(services)
    with services.database.begin() as connection:
        keep_stops(connection, account_id, {10: Decimal("1.05")})
        keep_stops(connection, account_id, {10: Decimal("1.09"), 12: Decimal("1.09")})
    assert numbers(services, account_id)["expectancy_r"] == pytest.approx((2 + 10) / 2)


def test_a_report_tells_the_stops_that_orders_were_placed_with(services: Services) -> None:
    html = mt5_history_html(made_up_ledger(40)).decode("utf-16")
    placed = html.replace(">market</td><td></td>", ">market</td><td>0.5</td>")
    assert placed != html
    services.ingest.store(SourceFile("report.html", placed.encode("utf-16")))
    (record,) = services.performance.records()
    rows = services.performance.trades([record.account.id], EVERYTHING)
    told = [row for row in rows if row.r is not None]
    assert told
    assert {row.trade.side for row in told} == {Side.BUY}  # half a dollar is no stop of what was sold
    assert all(row.mae is None for row in rows)


def seen(*, stop: str, minutes: int) -> AccountReport:
    """What a feed tells of a position so many minutes after it was opened."""
    entry = round_trip(10, 0, opened=START)[0]
    held = Position(10, "EURUSD", Side.BUY, Decimal("0.5"), START, Decimal("1.1"), stop_loss=Decimal(stop))
    later = flow(50 + minutes, 1, time=START + timedelta(minutes=minutes))
    return AccountReport(
        StatedAccount("1001", "USD", server="Test-Server"), (entry, later), positions=(held,)
    )


@pytest.mark.parametrize(("minutes", "kept"), [((0, 5), ["1.05"]), ((5,), [])])
def test_a_feed_tells_the_first_stop_of_what_it_saw_being_opened(
    services: Services, minutes: tuple[int, ...], kept: list[str]
) -> None:
    booking = LiveBooking(services.database, services.ledger)
    for stop, minute in zip(("1.05", "1.09"), minutes, strict=False):
        booking.book(seen(stop=stop, minutes=minute), "test")
    with services.database.read() as connection:
        stops = connection.execute(text("SELECT stop::text FROM position_stops")).scalars().all()
    assert list(stops) == kept
