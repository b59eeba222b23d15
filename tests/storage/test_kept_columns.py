"""Ledgers kept as columns: those of the rows, in their version only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sqlalchemy import text

from services.account_opening import Origin
from services.storage.column_bytes import packed, unpacked
from services.storage.kept_columns import read_kept
from services.track_records import TrackRecords
from tests.making import make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.container import Services
    from services.model import Deal

NAT = np.datetime64("NaT", "us")
SPOIL = text(
    "UPDATE ledger_columns SET content = (SELECT content FROM ledger_columns WHERE account_id = :other)"
)


def post(services: Services, deals: list[Deal], name: str) -> UUID:
    origin = Origin(name, name * 32, server_zone="UTC")
    (report,) = services.ingest.post([make_statement(deals)], origin, store=True)
    return report.account.id


def assert_same_ledger(found: TrackRecord, expected: TrackRecord) -> None:
    for one, other in (
        (found.ledger.deals, expected.ledger.deals),
        (found.ledger.trades.arrays, expected.ledger.trades.arrays),
    ):
        for name in one.__slots__:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    trades, read = found.ledger.trades, expected.ledger.trades
    np.testing.assert_array_equal(trades.symbol, read.symbol)
    assert (trades.symbols, trades.net_profit, trades.orphans) == (
        read.symbols,
        read.net_profit,
        read.orphans,
    )
    assert found.ledger.others == expected.ledger.others


@pytest.mark.parametrize(
    "values",
    [
        np.array([], dtype=np.float64),
        np.array([True, False]),
        np.array([-0.7, 12.34, 1e6 + 0.01, 0.0]),
        np.array([np.nan, np.inf, -1.5]),
        np.array([1 / 3, 2e300, -1e-300]),
        np.array([2**62, -(2**62), 0]),
        np.array([5, 5, 5], dtype=np.int16),
        np.array(["2026-01-05T10:00:00.000001", "NaT"], dtype="datetime64[us]"),
        np.array(["2026-01-05T10:00", "2036-01-05T10:00"], dtype="datetime64[us]"),
    ],
    ids=str,
)
def test_a_column_comes_back_bit_for_bit(values: np.ndarray[Any, Any]) -> None:
    columns, beside = unpacked(packed({"one": values, "two": values[:0]}, {"digits": 2}))
    np.testing.assert_array_equal(columns["one"], values)
    assert columns["one"].dtype == values.dtype
    assert columns["two"].size == 0
    assert beside == {"digits": 2}


@given(
    arrays(
        np.float64,
        st.integers(0, 20),
        elements=st.floats() | st.integers(-(10**9), 10**9).map(lambda n: n / 100),
    )
)
def test_any_numbers_come_back(values: np.ndarray[Any, Any]) -> None:
    (found,) = unpacked(packed({"one": values}, {}))[0].values()
    np.testing.assert_array_equal(found, values)


def test_cents_and_seconds_take_few_bytes() -> None:
    cents = np.arange(-5_000, 5_000) / 100
    seconds = np.datetime64("2026-01-05", "us") + np.arange(10_000) * np.timedelta64(1, "s")
    assert len(packed({"net": cents, "exit": seconds}, {})) < 4.1 * cents.size


def test_kept_ledgers_are_those_of_the_rows(demo_services: Services) -> None:
    services = demo_services
    ids = [account.id for account in services.performance.accounts()]
    assert services.ledger_keeping.fill() == len(ids)
    assert services.ledger_keeping.fill() == 0
    kept, rows = TrackRecords(services.database), TrackRecords(services.database, with_rows=True)
    for found, expected in zip(kept.all(ids), rows.all(ids), strict=True):
        assert_same_ledger(found, expected)
        assert found.deals == expected.deals


def test_a_changed_ledger_is_read_from_its_rows_until_it_is_kept_again(services: Services) -> None:
    account = post(services, round_trip(10, 50), "a")
    services.ledger_keeping.fill()
    post(services, round_trip(10, 50) + round_trip(20, 60), "b")
    record = TrackRecords(services.database).record(account)
    with services.database.read() as connection:
        assert read_kept(connection, {account: record.account.ledger_version}) == {}
    assert record.ledger.deals.size > 0
    assert services.ledger_keeping.fill() == 1


def test_columns_that_are_not_those_of_the_rows_are_found_and_made_again(demo_services: Services) -> None:
    services = demo_services
    services.ledger_keeping.fill()
    accounts = services.performance.accounts()
    with services.database.begin() as connection:
        connection.execute(SPOIL, {"other": accounts[0].id})
    issues = [issue for issue in services.integrity.verify().issues if issue.check == "columns"]
    assert {issue.account for issue in issues} == {account.name for account in accounts[1:]}
    services.integrity.repair()
    assert not [issue for issue in services.integrity.verify().issues if issue.check == "columns"]
