"""Values of the product as JSON: money as text, and no zero with a sign."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from services.documents import metric_number, money
from services.metrics import MetricValue, find_metric


@dataclass
class Currency:
    """What money is told in."""

    currency_digits: int = 2


DOLLARS = Currency()


@pytest.mark.parametrize("amount", [-0.0, -0.004, Decimal("-0.00"), Decimal("-0.0049"), 0])
def test_an_amount_of_nothing_has_no_sign(amount: float | Decimal) -> None:
    assert money(amount, DOLLARS) == "0.00"


def test_an_amount_keeps_its_sign_and_its_digits() -> None:
    assert (money(-0.005, DOLLARS), money(Decimal("-1598.660"), DOLLARS)) == ("-0.01", "-1598.66")


def test_a_figure_of_nothing_has_no_sign() -> None:
    figure = MetricValue(find_metric("win_rate"), -0.0, 3, "net", "UTC", "", "trades", "")
    assert str(metric_number(figure, DOLLARS)) == "0.0"
