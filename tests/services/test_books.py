"""Books of accounts: columns that are those of the records, statistics that are those of each alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pytest

from services.account_opening import Origin
from services.books import Books, trade_statistics_of
from services.calc.account_trades import AccountTrades
from services.calc.period import Period
from services.errors import NotFoundError
from services.track_records import TrackRecords
from tests.making import make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.container import Services
    from services.model import Deal

EVERYTHING = Period(None, datetime(2100, 1, 1, tzinfo=UTC))


def post(services: Services, deals: list[Deal], name: str) -> UUID:
    origin = Origin(name, name * 32, server_zone="UTC")
    (report,) = services.ingest.post([make_statement(deals)], origin, store=True)
    return report.account.id


def test_every_account_has_its_trades_and_its_version(demo_services: Services) -> None:
    records = TrackRecords(demo_services.database)
    books = Books(records).of()
    assert [book.account.name for book in books] == [
        item.name for item in demo_services.performance.accounts()
    ]
    for book in books:
        record = demo_services.performance.record(book.account.id)
        np.testing.assert_array_equal(book.trades.arrays.net, AccountTrades.of(record.trades).arrays.net)
        assert book.version == record.version


def test_statistics_of_all_are_those_of_each_alone(demo_services: Services) -> None:
    books = Books(TrackRecords(demo_services.database)).of()
    found = trade_statistics_of(books, EVERYTHING)
    for number, book in enumerate(books):
        trades = demo_services.performance.record(book.account.id).trades
        assert found.n[number] == len(trades)
        assert found.total[number] == pytest.approx(float(sum(trade.net_profit for trade in trades)))


def test_what_is_known_is_not_read_again_until_the_ledger_changes(services: Services) -> None:
    account = post(services, round_trip(10, 50), "a")
    books = Books(TrackRecords(services.database))
    first = books.of([account])[0]
    assert books.of([account])[0].trades is first.trades
    post(services, [*round_trip(10, 50), *round_trip(20, -20)], "b")
    again = books.of([account])[0]
    assert again.version != first.version
    assert again.trades.arrays.net.tolist() == [50.0, -20.0]


def test_an_unknown_account_is_said(services: Services) -> None:
    with pytest.raises(NotFoundError):
        Books(TrackRecords(services.database)).of([uuid4()])
