"""Columns out of the database are those of the rows: to the bit as numbers, to the cent as sums."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from services.calc.account_trades import AccountTrades
from services.calc.deal_columns import DealColumns, fitting_digits
from services.calc.equity import balance_points
from services.calc.ledger import ledger_totals
from services.model import ZERO
from services.storage import ledger
from services.storage.accounts import all_accounts
from services.storage.deal_columns import read_deal_columns, read_other_deals
from services.storage.trade_columns import read_trade_columns

if TYPE_CHECKING:
    from services.container import Services


def assert_equal(found: object, expected: object) -> None:
    for field in fields(expected):  # type: ignore[arg-type]
        one, other = getattr(found, field.name), getattr(expected, field.name)
        if isinstance(other, np.ndarray):
            assert one.dtype == other.dtype, field.name
            np.testing.assert_array_equal(one, other, err_msg=field.name, strict=True)
        elif hasattr(other, "__dataclass_fields__"):
            assert_equal(one, other)
        else:
            assert one == other, field.name


def test_trades_are_those_of_the_decimal_rows(demo_services: Services) -> None:
    with demo_services.database.read() as connection:
        ids = [account.id for account in all_accounts(connection)]
        found = read_trade_columns(connection, ids)
        assert any(found[account].arrays.net.size for account in ids)
        for account in ids:
            assert_equal(found[account], AccountTrades.of(ledger.read_trades(connection, account)))


def test_deals_are_those_of_the_decimal_rows(demo_services: Services) -> None:
    with demo_services.database.read() as connection:
        ids = [account.id for account in all_accounts(connection)]
        found, others = read_deal_columns(connection, ids), read_other_deals(connection, ids)
        for account in ids:
            deals = ledger.read_deals(connection, account)
            assert_equal(found[account], DealColumns.of(deals))
            assert_equal(found[account].booked(7.0), balance_points(deals, 7.0))
            assert found[account].totals() == ledger_totals(deals)
            assert found[account].total() == sum((deal.cash for deal in deals), ZERO)
            assert others[account] == tuple(
                deal for deal in deals if not deal.is_trade or deal.tag is not None
            )


def test_an_account_without_rows_has_empty_columns(demo_services: Services) -> None:
    unknown = uuid4()
    with demo_services.database.read() as connection:
        assert_equal(read_trade_columns(connection, [unknown])[unknown], AccountTrades.of(()))
        assert_equal(read_deal_columns(connection, [unknown])[unknown], DealColumns.of(()))
        assert read_other_deals(connection, [unknown]) == {unknown: ()}


def test_decimals_are_as_many_as_whole_numbers_of_64_bits_hold() -> None:
    assert fitting_digits(2, ZERO + 10**12) == 2
    assert fitting_digits(17, ZERO + 10**6) == 12
    assert fitting_digits(0, ZERO + 10**30) == 0
