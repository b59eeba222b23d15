"""What is no trade: credit by either convention, amounts beyond any, balances below zero."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.account_opening import Origin
from services.calc.money import currency_digits, round_money
from services.calc.period import Period
from services.errors import InvalidInputError
from services.model import DealType
from services.statement import StatementKind
from tests.making import flow, make_deal, make_statement, round_trip

if TYPE_CHECKING:
    from services.container import Services

ZERO = Decimal(0)
ALL = Period(None, datetime(2026, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize("is_counted", [True, False])
def test_credit_is_read_by_the_convention_of_the_printed_balances(
    services: Services, *, is_counted: bool
) -> None:
    credit = make_deal(9, type=DealType.CREDIT, profit=500)
    made = make_statement([flow(1, 1000), *round_trip(2, 25), credit, flow(11, -25)])
    if not is_counted:
        rows = [replace(row, balance=(row.balance or ZERO) - 500 * (row.row > 3)) for row in made.deals]
        made = replace(made, deals=tuple(rows), figures={"Balance": "1000"})
    (report,) = services.ingest.post([made], Origin("a", "a" * 64), store=True)
    state = services.performance.pnl(report.account.id).state
    assert (report.stored, report.residual) == (True, 0)
    assert (state.balance, state.credit) == ((1500, 0) if is_counted else (1000, 500))
    assert state.equity == 1500
    found = services.performance.metrics(report.account.id, ALL)
    assert next(value.value for value in found if value.metric.name == "net_profit") == 25


def test_an_account_below_zero_is_measured_without_a_warning(services: Services) -> None:
    made = make_statement([flow(1, 1000), *round_trip(2, -2000), *round_trip(4, 10)])
    (report,) = services.ingest.post([made], Origin("a", "a" * 64), store=True)
    page = services.performance.account(report.account.id, ALL)
    values = {value.metric.name: value for value in page.net}
    assert values["total_return_twr"].reason
    assert math.isnan(values["total_return_twr"].value)


def test_amounts_beyond_any_account_are_still_exact(services: Services) -> None:
    deals = [
        make_deal(1, symbol="X", volume="100000000000000", price="10000000000000"),
        make_deal(2, symbol="X", type=DealType.SELL, volume="100000000000000", price="10000000000001"),
    ]
    made = make_statement(deals)
    rows = tuple(replace(row, balance=None) for row in made.deals)
    made = replace(made, kind=StatementKind.EXECUTIONS, deals=rows, figures={}, needs_netting=True)
    (report,) = services.ingest.post([made], Origin("a", "a" * 64), store=True)
    assert services.performance.pnl(report.account.id).realized_pnl == Decimal(10**14)


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("usd", 2), ("KWD", 3), ("TND", 3), ("BTC", 8)])
def test_a_currency_has_its_digits(currency: str, digits: int) -> None:
    assert currency_digits(currency) == digits
    half = Decimal(5).scaleb(-digits - 1)
    assert round_money(half, digits) == -round_money(-half, digits) == Decimal(1).scaleb(-digits)


def test_an_account_of_a_renamed_server_is_the_one_the_person_names(services: Services) -> None:
    made = make_statement([flow(1, 1000), *round_trip(2, 25)])
    (first,) = services.ingest.post([made], Origin("a", "a" * 64), store=True)
    renamed = replace(made, account=replace(made.account, server="Test-Server-2"))
    origin = Origin("b", "b" * 64, account=first.account.name)
    (second,) = services.ingest.post([renamed], origin, store=True)
    assert (second.account.id, second.new_deals, second.changed_deals) == (first.account.id, 0, 0)
    other = replace(renamed, account=replace(renamed.account, login="77"))
    with pytest.raises(InvalidInputError, match="another one"):
        services.ingest.post([other], origin, store=True)
