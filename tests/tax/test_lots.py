"""Which lot a sale takes, and how its costs and cents are shared out."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from services.tax.matching import match
from services.tax.model import Effect, Execution, LotMethod, TaxClass
from services.tax.policy import Instruction, Policy
from tests.tax.making import FIFO, all_rows, buy, left, rows_of, sell, table

COIN = {"tax_class": TaxClass.F8949_DIGITAL, "symbol": "BTC", "account": "A"}
LOTS = [("2024-01-02", 100), ("2024-01-03", 300), ("2024-01-04", 250), ("2024-01-05", 200)]


def _bases(executions: list[Execution], policy: Policy) -> list[Decimal]:
    return [row.basis for row in rows_of(executions, policy)]


def _four_lots() -> list[Execution]:
    return [buy(day, 10, basis, position=str(basis)) for day, basis in LOTS]


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [
        (LotMethod.FIFO, [50], [50, 300]),
        (LotMethod.LIFO, [100], [100, 250]),
        (LotMethod.HIFO, [150], [150, 250]),
        (LotMethod.SPECIFIC, [125], [100, 150]),
    ],
)
def test_each_method_takes_its_own_lots(method: LotMethod, first: list[int], second: list[int]) -> None:
    """The second sale takes what the first one left; where it names no position, the oldest."""
    sales = [sell("2024-03-01", 5, 900, position="250"), sell("2024-03-04", 15, 900)]
    rows = rows_of([*_four_lots(), *sales], Policy(instructions=(Instruction(method),)))
    assert [row.basis for row in rows if row.sold.day == 1] == first
    assert sorted(row.basis for row in rows if row.sold.day == 4) == second


@pytest.mark.parametrize("method", LotMethod)
def test_what_closes_a_position_that_nobody_opened_takes_no_other_shares(method: LotMethod) -> None:
    lost = sell("2024-03-01", 5, 900, position="9", effect=Effect.CLOSE)
    matched = match([*_four_lots(), lost], Policy(instructions=(Instruction(method),)))
    assert ([item.quantity for item in matched.unmatched], matched.years) == ([5], ())
    assert sum(lot.basis for lot in matched.open_lots()) == 850


def test_an_instruction_holds_from_its_day_and_for_its_account() -> None:
    dear = Instruction(LotMethod.HIFO, account="A", effective=date(2024, 3, 2), evidence="letter")
    sales = [sell(day, 5, 900) for day in ("2024-03-01", "2024-03-02")]
    assert _bases([*_four_lots(), *sales], Policy(instructions=(dear,))) == [50, 150]
    assert _bases([*_four_lots(), *sales], Policy(instructions=(Instruction(LotMethod.HIFO, "B"),))) == [
        50,
        50,
    ]


def test_accounts_do_not_sell_each_others_shares() -> None:
    deals = [buy("2024-01-02", 10, 100), buy("2024-01-03", 10, 300, account="B")]
    assert _bases([*deals, sell("2024-03-01", 10, 400, account="B")], FIFO) == [300]


def test_costs_go_into_the_basis_and_off_the_proceeds() -> None:
    deals = [
        buy("2024-01-02", 10, 100, costs=Decimal("1.50")),
        sell("2024-03-01", 10, 120, costs=Decimal("0.75")),
    ]
    assert table(deals) == ["I 10 2024-01-02 2024-03-01 119.25 101.50 - - 17.75"]


def test_a_cent_that_does_not_divide_is_not_lost() -> None:
    sales = [sell("2024-03-01", 1, "0.33") for _ in range(3)]
    rows = rows_of([buy("2024-01-02", 3, "1.00"), *sales])
    assert sorted(row.basis for row in rows) == [Decimal("0.33"), Decimal("0.33"), Decimal("0.34")]


def test_fills_of_an_order_are_rounded_together() -> None:
    dust = [buy("2024-01-02", 1, "0.004", order="b", at=time(12, second)) for second in range(50)]
    assert left(dust) == ["50 @ 0.20 since 2024-01-02"]


def test_a_position_that_is_new_opens_beside_what_is_held() -> None:
    deals = [buy("2024-01-02", 10, 100, position="1"), sell("2024-01-03", 10, 150, position="2")]
    assert rows_of(deals) == []
    closed = [*deals, buy("2024-01-04", 10, 120, position="2"), sell("2024-05-06", 10, 130, position="1")]
    assert [(row.is_short, row.gain) for row in rows_of(closed)] == [(True, 30), (False, 30)]


def test_what_closes_without_an_opening_is_told_and_not_guessed() -> None:
    deals = [buy("2024-01-02", 10, 100), sell("2024-01-03", 15, 150, effect=Effect.CLOSE)]
    matched = match(deals, FIFO)
    (unmatched,) = matched.unmatched
    assert (unmatched.quantity, unmatched.execution) == (5, deals[1])
    assert [row.proceeds for row in all_rows(matched)] == [100]
    assert matched.open_lots() == ()
