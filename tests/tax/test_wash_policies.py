"""Where the law leaves a choice, each choice is one field of the policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from services.model import Side
from services.tax.matching import match
from services.tax.model import Execution, Right, TaxClass
from services.tax.policy import ColumnB, Policy, SameDay
from tests.tax.making import BY_NAME, FIFO, all_rows, buy, left, option, rows_of, sell, split, table

MORNING, EVENING = time(9), time(18)


def _codes(executions: list[Execution], policy: Policy) -> list[str]:
    return [row.codes for row in rows_of(executions, policy)]


@pytest.mark.parametrize(
    ("same_day", "other_sold_at", "codes"),
    [
        (SameDay.CLOCK, EVENING, ["W", ""]),
        (SameDay.CLOCK, MORNING, ["", ""]),
        (SameDay.SOLD, EVENING, ["", ""]),
        (SameDay.HELD, MORNING, ["W", ""]),
    ],
)
def test_shares_sold_on_the_day_of_the_loss(same_day: SameDay, other_sold_at: time, codes: list[str]) -> None:
    lost = [buy("2025-03-03", 10, 200, position="1"), sell("2025-03-20", 10, 100, position="1")]
    other = buy("2025-03-05", 10, 100, position="2")
    gone = sell("2025-03-20", 10, 300, position="2", at=other_sold_at)
    assert _codes([*lost, other, gone], replace(BY_NAME, same_day=same_day)) == codes


def test_without_washes_every_loss_stands() -> None:
    deals = [buy("2025-01-02", 10, 200), sell("2025-03-03", 10, 100), buy("2025-03-04", 10, 100)]
    (row,) = rows_of(deals, Policy(computes_washes=False))
    assert (row.codes, row.adjustment, row.gain, row.is_provisional) == ("", None, -100, False)


def test_lots_bought_before_the_shares_sold_can_be_excluded() -> None:
    lots = [buy("2025-03-03", 10, 100, position="1"), buy("2025-03-05", 10, 200, position="2")]
    deals = [*lots, sell("2025-03-10", 10, 100, position="2")]
    assert _codes([*deals], BY_NAME) == ["W"]
    assert _codes([*deals], replace(BY_NAME, exclude_lots_bought_before_the_shares_sold=True)) == [""]


@pytest.mark.parametrize(
    ("right", "counts", "codes"),
    [(Right.CALL, True, "W"), (Right.UNKNOWN, True, "W"), (Right.PUT, True, ""), (Right.CALL, False, "")],
)
def test_a_bought_call_replaces_shares_where_it_counts(right: Right, *, counts: bool, codes: str) -> None:
    lost = [buy("2025-01-02", 150, 1500), sell("2025-03-03", 150, 900)]
    call = option(Side.BUY, "2025-03-10", 1, 250, right=right)
    matched = match([*lost, call], Policy(options_as_replacement=counts))
    (row,) = matched.rows(2025)
    assert (row.codes, row.adjustment) == (codes, 400 if codes else None)
    assert [lot.basis for lot in matched.open_lots()] == [650 if codes else 250]


def test_shares_do_not_replace_an_option() -> None:
    lost = [option(Side.BUY, "2025-03-03", 1, 250), option(Side.SELL, "2025-03-10", 1, 100)]
    assert _codes([*lost, buy("2025-03-11", 100, 1000)], FIFO) == [""]
    assert _codes([*lost, option(Side.BUY, "2025-03-11", 1, 90)], FIFO) == ["W"]


def test_an_equal_lot_of_one_moment_comes_before_larger_and_smaller_ones() -> None:
    lost = [buy("2025-01-02", 10, 200), sell("2025-03-03", 10, 100)]
    again = [buy("2025-03-04", units, 1000, position=str(units)) for units in (5, 20, 10)]
    assert [line[:2] for line in left([*lost, *again]) if "since 2025-01" in line] == ["10"]
    assert "10 @ 600.00 since 2025-01-03" in left([*lost, *again[:2]])


def test_column_b_shows_the_purchase_or_the_start_of_the_term() -> None:
    first = [buy("2024-05-01", 100, 5000), sell("2025-02-03", 100, 4000)]
    deals = [*first, buy("2025-02-20", 100, 4100), sell("2025-07-01", 100, 4300)]
    assert rows_of(deals, FIFO)[1].acquired == date(2025, 2, 20)
    assert rows_of(deals, Policy(column_b=ColumnB.ADJUSTED))[1].acquired == date(2024, 5, 18)


def test_a_loss_before_a_split_is_replaced_share_for_share_after_it() -> None:
    lost = [buy("2025-01-02", 100, 1000), sell("2025-03-03", 100, 600)]
    new = [split("2025-03-05", 2, account="B"), buy("2025-03-10", 100, 350, account="B")]
    (row,) = all_rows(match([*lost, *new], FIFO))
    assert (row.codes, row.adjustment, row.gain) == ("W", 200, -200)
    assert left([*lost, *new]) == ["100 @ 550.00 since 2025-01-09"]


def test_coins_are_never_washed() -> None:
    coin = {"tax_class": TaxClass.F8949_DIGITAL}
    deals = [buy("2025-01-02", 1, 200, **coin), sell("2025-03-03", 1, 100, **coin)]
    (line,) = table([*deals, buy("2025-03-03", 1, 100, at=EVENING, **coin)])
    assert line.endswith("100.00 200.00 - - -100.00")
