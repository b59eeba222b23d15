"""Options as brokers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.tax.model import Right
from services.tax.option_names import named_option


@pytest.mark.parametrize(
    "symbol",
    [
        "AAPL  260116C00197500",
        "AAPL 16JAN26 197.5 C",
        "AAPL 16 JAN 26 197.5 CALL",
        "AAPL Jan 16 2026 $197.50 Call",
        "AAPL 01/16/2026 197.50 C",
        "-AAPL260116C197.5",
    ],
)
def test_an_option_is_one_however_it_is_written(symbol: str) -> None:
    found = named_option(symbol)
    assert found is not None
    assert (found.root, found.expiry, found.right, found.strike) == (
        "AAPL",
        date(2026, 1, 16),
        Right.CALL,
        Decimal("197.5"),
    )


@pytest.mark.parametrize("symbol", ["AAPL", "AAPL 16XYZ26 200 C", "AAPL 31FEB26 200 C", "EURUSD", ""])
def test_what_names_no_option_is_none(symbol: str) -> None:
    assert named_option(symbol) is None
