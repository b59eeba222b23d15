"""Whose account a replacement is in."""

from __future__ import annotations

import pytest

from services.tax.matching import match
from tests.tax.making import (
    FIFO,
    RETIREMENT,
    SPOUSE,
    all_rows,
    buy,
    left,
    sell,
)


@pytest.mark.parametrize("account", ["A", "B"])
def test_a_purchase_in_any_account_replaces(account: str) -> None:
    lost = [buy("2025-01-02", 10, 200), sell("2025-03-03", 10, 100)]
    matched = match([*lost, buy("2025-03-04", 10, 110, account=account)], FIFO)
    (wash,) = matched.washes(2025)
    assert (wash.replacement_account, wash.disallowed, wash.quantity) == (account, 100, 10)


def test_a_retirement_account_denies_for_good() -> None:
    lost = [buy("2025-01-02", 10, 200), sell("2025-03-03", 10, 100)]
    matched = match([*lost, buy("2025-03-04", 10, 110, account="IRA", owner=RETIREMENT)], FIFO)
    (lot,), (wash,), (row,) = matched.open_lots(), matched.washes(2025), matched.rows(2025)
    assert (lot.basis, lot.holding_start, lot.owner) == (110, lot.acquired, RETIREMENT)
    assert (wash.is_permanent, row.codes, row.adjustment, row.gain) == (True, "W", 100, 0)


def test_a_spouse_carries_the_loss_and_has_no_rows() -> None:
    lost = [buy("2025-01-02", 10, 200), sell("2025-03-03", 10, 100)]
    theirs = [buy("2025-03-04", 10, 110, account="S", owner=SPOUSE)]
    later = sell("2025-09-04", 10, 50, account="S", owner=SPOUSE)
    assert left([*lost, *theirs]) == ["10 @ 210.00 since 2025-01-03"]
    assert [row.account for row in all_rows(match([*lost, *theirs, later], FIFO))] == ["A"]
