"""Rates that a person brings: kept by day, the newer file counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import InvalidInputError
from services.storage import series

if TYPE_CHECKING:
    from services.container import Services


def test_rates_are_kept_as_they_are_written_and_the_newer_file_counts(services: Services) -> None:
    services.dollar_rates.store("eur", b"date,close\n2025-03-03,1.0485\n2025-03-04,1.05\n")
    assert services.dollar_rates.store("EUR", b"date,close\n2025-03-04,1.0625\n2025-03-05,1.07\n") == 2
    with services.database.read() as connection:
        found = series.read_rates(connection, ["manual"])
    days = {3: "1.0485", 4: "1.0625", 5: "1.07"}
    assert found == {("EUR", "USD"): [(date(2025, 3, day), Decimal(rate)) for day, rate in days.items()]}


@pytest.mark.parametrize("text", ["date,rate\n2025-03-03,1.0485\n", "Date;USD\n03.03.2025;1,0485\n"])
def test_one_day_is_enough_and_its_column_may_be_called_a_rate(services: Services, text: str) -> None:
    assert services.dollar_rates.store("EUR", text.encode()) == 1
    with services.database.read() as connection:
        found = series.read_rates(connection, ["manual"])
    assert found == {("EUR", "USD"): [(date(2025, 3, 3), Decimal("1.0485"))]}


@pytest.mark.parametrize("currency", ["USD", "euro", ""])
def test_what_is_no_currency_is_said(services: Services, currency: str) -> None:
    with pytest.raises(InvalidInputError, match="no currency"):
        services.dollar_rates.store(currency, b"date,close\n2025-03-03,1.0485\n")
