"""How numbers become text."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from components import format as fmt
from tests.components.samples import value


@pytest.mark.parametrize(
    ("amount", "digits", "text"),
    [
        (Decimal("-1598.66"), 2, "−1,598.66"),
        (Decimal("0.005"), 2, "0.01"),
        (Decimal("-0.005"), 2, "−0.01"),
        (Decimal("-0.004"), 2, "0.00"),
        (4_118_204, 0, "4,118,204"),
        (math.nan, 2, "—"),
        (math.inf, 2, "—"),
        (None, 2, "—"),
    ],
)
def test_money_is_written_with_its_digits(amount: Decimal | float | None, digits: int, text: str) -> None:
    assert fmt.money(amount, digits) == text


def test_a_plus_sign_is_for_gains_only() -> None:
    signed = [fmt.money(amount, sign=True) for amount in (1.0, 0.0, -1.0)]
    assert signed == ["+1.00", "0.00", "−1.00"]


def test_amounts_can_be_hidden_and_come_back() -> None:
    with fmt.amounts(hidden=True):
        hidden = fmt.money(1598.66), fmt.compact_money(1e7), fmt.metric(value("net_profit", 1598.66))
        assert fmt.fraction(0.5) != fmt.HIDDEN
    assert set(hidden) == {fmt.HIDDEN}
    assert fmt.money(1598.66) == "1,598.66"


def test_a_fraction_is_a_percentage_with_a_narrow_space() -> None:
    assert fmt.fraction(0.07941, sign=True) == f"+7.94{fmt.NARROW_SPACE}%"
    assert fmt.fraction(math.nan) == "—"


def test_long_amounts_are_shortened_only_where_they_do_not_fit() -> None:
    assert fmt.compact_money(123_456.78) == "123,456.78"
    assert fmt.compact_money(-123_456.78) == "−123.5K"
    assert fmt.compact_money(1_284_402.55) == "1.284M"


@pytest.mark.parametrize(
    ("name", "number", "text"),
    [
        ("net_profit", -1598.66, "−1,598.66"),
        ("win_rate", 0.4748, f"47.48{fmt.NARROW_SPACE}%"),
        ("profit_factor", 0.687, "0.69"),
        ("total_trades", 1284.0, "1,284"),
        ("average_holding_time", 9_650.0, "2 h 40 min"),
        ("longest_drawdown_days", 12.5, "12 d 12 h"),
        ("total_volume", 15.03, "15.03"),
        ("sortino_ratio", math.nan, "—"),
    ],
)
def test_a_metric_is_written_by_its_unit(name: str, number: float, text: str) -> None:
    assert fmt.metric(value(name, number)) == text


def test_an_interval_is_written_only_when_it_is_known() -> None:
    assert fmt.interval(value("win_rate", 0.5, low=0.412, high=0.538)) == "41.2 – 53.8"
    assert fmt.interval(value("profit_factor", 0.7, low=0.49, high=0.94)) == "0.49 – 0.94"
    assert fmt.interval(value("win_rate", 0.5)) == ""


def test_prices_and_lots() -> None:
    assert fmt.price(None) == "—"
    assert fmt.lots(Decimal("0.05")) == "0.05"
    assert fmt.lots(Decimal("0.001")) == "0.001"
    assert fmt.tone(0.0) == fmt.tone(math.nan) == fmt.tone(None) == ""
