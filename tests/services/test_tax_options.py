"""Written and bought options from a file to the form: expired, assigned, exercised, settled in cash."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.services.test_tax_years import holds_together
from tests.tax.stories import imported, line

if TYPE_CHECKING:
    from services.container import Services

PUT, CALL = "XYZ   250321P00050000", "XYZ   250321C00050000"
INDEX = "SPXW  250321C05000000"


def option(day: str, side: str, price: str, symbol: str, event: str = "") -> str:
    kind = "index option" if symbol == INDEX else "option"
    return line(day, side, 1, price, symbol=symbol, asset_class=kind, event=event)


def test_a_put_that_was_assigned_makes_the_shares_cheaper(services: Services) -> None:
    imported(
        services,
        option("2025-03-03T15:00:00Z", "sell", "2", PUT),
        option("2025-03-21T20:00:00Z", "", "", PUT, "assigned"),
        line("2025-03-24T05:00:00Z", "buy", 100, "50", event="assigned"),
        line("2025-04-01T15:00:00Z", "sell", 100, "49"),
    )
    year = services.tax_years.of(2025)
    assert [(row.symbol, row.acquired, row.proceeds, row.basis) for row in year.rows] == [
        ("XYZ", date(2025, 3, 24), 4900, 4800)
    ]
    assert year.ledger_result == 100
    assert holds_together(year)


def test_a_call_that_was_assigned_makes_the_sale_better(services: Services) -> None:
    imported(
        services,
        line("2025-03-03T15:00:00Z", "buy", 100, "45"),
        option("2025-03-03T16:00:00Z", "sell", "1.50", CALL),
        option("2025-03-21T20:00:00Z", "", "", CALL, "assigned"),
        line("2025-03-21T20:00:00Z", "sell", 100, "50", event="assigned"),
    )
    year = services.tax_years.of(2025)
    assert [(row.symbol, row.proceeds, row.basis) for row in year.rows] == [("XYZ", 5150, 4500)]
    assert holds_together(year)


def test_a_written_option_that_expired_has_its_end_as_purchase(services: Services) -> None:
    imported(
        services,
        option("2025-03-03T15:00:00Z", "sell", "0.24", PUT),
        option("2025-03-21T20:00:00Z", "", "", PUT, "expired"),
    )
    (row,) = services.tax_years.of(2025).rows
    assert (row.acquired, row.proceeds, row.basis, row.expired) == (date(2025, 3, 21), 24, 0, "basis")


def test_an_end_without_its_shares_is_a_sale_of_its_own(services: Services) -> None:
    imported(
        services,
        option("2025-03-03T15:00:00Z", "buy", "2", CALL),
        option("2025-03-21T20:00:00Z", "", "", CALL, "exercised"),
    )
    assert [(row.proceeds, row.basis) for row in services.tax_years.of(2025).rows] == [(0, 200)]


@pytest.mark.parametrize(("price", "result"), [("", -1000), ("25.50", 1550)])
def test_an_option_on_an_index_is_no_row_and_may_be_settled_in_cash(
    services: Services, price: str, result: int
) -> None:
    imported(
        services,
        option("2025-03-03T15:00:00Z", "buy", "10", INDEX),
        option("2025-03-21T20:00:00Z", "", price, INDEX, "expired"),
    )
    year = services.tax_years.of(2025)
    assert year.rows == ()
    assert [(total.tax_class.value, total.result) for total in year.classes] == [("S1256", result)]
