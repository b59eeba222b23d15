"""Coins: one pool until 2024, one for each wallet since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.model import TaxClass
from tests.tax.making import buy, rows_of, sell

if TYPE_CHECKING:
    from decimal import Decimal

    from services.tax.model import Execution

COIN = {"tax_class": TaxClass.F8949_DIGITAL, "symbol": "BTC", "account": "A"}
LOTS = [("2024-01-02", 100), ("2024-01-03", 300), ("2024-01-04", 200)]


def _bases(executions: list[Execution]) -> list[Decimal]:
    return [row.basis for row in rows_of(executions)]


def test_coins_come_from_the_whole_account_until_2024_and_from_their_wallet_since() -> None:
    bought = [buy("2024-01-02", 1, 100, **COIN, wallet="x"), buy("2024-01-03", 1, 300, **COIN, wallet="y")]
    late = sell("2025-02-03", 1, 400, **COIN, wallet="y")
    assert _bases([*bought, sell("2024-12-30", 1, 400, **COIN, wallet="y")]) == [100]
    assert _bases([*bought, late]) == [300]


def test_unsold_coins_are_shared_out_to_the_wallets_that_hold_them() -> None:
    """The sale of 2024 took the lot of x by its age, and the coin of y; what x still holds is y's lot."""
    bought = [buy("2024-01-02", 1, 100, **COIN, wallet="x"), buy("2024-01-03", 1, 300, **COIN, wallet="y")]
    sold = sell("2024-12-30", 1, 400, **COIN, wallet="y")
    assert _bases([*bought, sold, sell("2025-02-03", 1, 400, **COIN, wallet="x")]) == [100, 300]
