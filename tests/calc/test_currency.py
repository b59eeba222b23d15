"""Dated rates: that day's or the last before it, inverse, and through the dollar; never a guess."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from services.calc.currency import DailyRates

DAYS = np.array(["2026-01-04", "2026-01-05", "2026-01-06", "2026-01-09"], dtype="datetime64[D]")
RATES = DailyRates.of(
    {
        ("EUR", "USD"): [(date(2026, 1, 5), Decimal("1.10")), (date(2026, 1, 6), Decimal("1.20"))],
        ("USD", "JPY"): [(date(2026, 1, 5), Decimal(150))],
    }
)


def test_takes_the_rate_of_the_day_or_the_last_one_before_it() -> None:
    assert RATES.factors("EUR", "USD", DAYS).tolist() == [1.10, 1.10, 1.20, 1.20]
    assert RATES.factors("USD", "EUR", DAYS)[1] == pytest.approx(1 / 1.10)


def test_goes_through_the_dollar_where_there_is_no_direct_rate() -> None:
    assert RATES.factors("EUR", "JPY", DAYS)[2] == pytest.approx(180)
    assert RATES.factors("JPY", "EUR", DAYS)[2] == pytest.approx(1 / 180)


def test_an_unknown_pair_is_unknown() -> None:
    assert not RATES.knows("EUR", "CHF")
    assert np.isnan(RATES.factors("EUR", "CHF", DAYS)).all()
