"""Matching beside the slow oracle: the same rows, the same open lots."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tax.matching import match
from tests.tax import oracle
from tests.tax.drawing import deals_of, steps
from tests.tax.making import FIFO, all_rows

if TYPE_CHECKING:
    from tests.tax.drawing import Step


@given(st.lists(steps, max_size=40))
def test_a_slow_oracle_says_the_same(drawn: list[Step]) -> None:
    """Whole cents for every share, so that no cut leaves a rest; accounts of the taxpayer only."""
    _agree(drawn)


@pytest.mark.parametrize("seed", range(4))
def test_a_slow_oracle_says_the_same_of_many_deals(seed: int) -> None:
    source, units = Random(seed), [10, 10, 20, *range(1, 30)]
    _agree([_drawn(source, units) for _ in range(120)])


def _drawn(source: Random, units: list[int]) -> Step:
    days, account, is_buy = source.choice([0, 0, 1, 3, 10]), source.choice("AB"), source.random() < 0.5
    return days, account, is_buy, source.choice(units), source.randint(1, 50), source.choice("XXY")


def _agree(drawn: list[Step]) -> None:
    own = [(days, "B" if account in "BR" else "A", *rest) for days, account, *rest in drawn]
    executions = deals_of(own, whole=True)  # type: ignore[arg-type]
    blocks = oracle.washed(oracle.first_in_first_out(executions))
    matched = match(executions, FIFO)
    found: dict[object, tuple[Fraction, ...]] = {}
    for row in all_rows(matched):
        key = row.lots[0], row.deals[-1], row.sold
        amounts = row.proceeds, row.basis, row.adjustment or Decimal(0)
        known = found.get(key, (Fraction(0),) * 3)
        found[key] = tuple(one + Fraction(two) for one, two in zip(known, amounts, strict=True))
    assert found == oracle.sums(blocks)
    lots = matched.open_lots()
    held = {(lot.lot, lot.holding_start.toordinal()): (lot.quantity, lot.basis) for lot in lots}
    assert held == oracle.kept(blocks)
