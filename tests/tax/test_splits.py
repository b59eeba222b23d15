"""Splits: more shares of the same basis."""

from __future__ import annotations

from decimal import Decimal

from services.tax.model import TaxClass
from tests.tax.making import buy, left, sell, split, table

COIN = {"tax_class": TaxClass.F8949_DIGITAL, "symbol": "BTC", "account": "A"}
LOTS = [("2024-01-02", 100), ("2024-01-03", 300), ("2024-01-04", 200)]


def test_a_split_changes_the_shares_and_not_the_basis() -> None:
    deals = [buy("2024-01-02", 10, 100), split("2024-02-01", 3), sell("2024-03-01", 10, 50)]
    assert table(deals) == ["I 10 2024-01-02 2024-03-01 50.00 33.33 - - 16.67"]
    assert left(deals) == ["20 @ 66.67 since 2024-01-02"]


def test_a_reverse_split_leaves_fractions() -> None:
    deals = [buy("2024-01-02", 10, 100), split("2024-02-01", Decimal("0.25")), sell("2024-03-01", 2, 90)]
    assert left(deals) == ["0.5 @ 20.00 since 2024-01-02"]


def test_one_split_that_two_accounts_report_is_one() -> None:
    splits = [split("2024-02-01", 2), split("2024-02-02", 2, account="B")]
    assert left([buy("2024-01-02", 10, 100), buy("2024-01-02", 10, 90, account="B"), *splits]) == [
        "20 @ 100.00 since 2024-01-02",
        "20 @ 90.00 since 2024-01-02",
    ]
