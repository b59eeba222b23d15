"""The bridge: every step is a sum of its own, so that together they are the gains of the rows, or fail."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from services.errors import FileNotMadeError
from services.tax.bridge import Bridge
from services.tax.matching import match
from services.tax.model import ZERO, BridgeLine
from services.tax_year import proven
from tests.tax import plain_drawing
from tests.tax.making import FIFO, buy, sell
from tests.tax.test_any_deals import any_deals, policy_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from services.tax.matching import Matched
    from services.tax.model import Execution, FormRow

YEARS = range(2024, 2031)
WASHED = (
    buy("2024-11-04", 100, 1000, costs=1),
    sell("2025-06-02", 60, 450, costs=1),
    buy("2025-06-16", 60, 480),
    sell("2025-09-02", 70, 900),
)


def gap(
    deals: Sequence[Execution], matched: Matched, year: int, rows: Sequence[FormRow] | None = None
) -> Decimal:
    told = matched.rows(year) if rows is None else rows
    known = {item.account for item in deals}
    *steps, gains = Bridge(deals, matched).steps(year, (), told, known)
    return gains.amount - sum((step.amount for step in steps), ZERO)


@pytest.mark.parametrize("seed", range(30))
def test_the_steps_are_the_gains_whatever_was_dealt(seed: int) -> None:
    source = Random(seed)
    for deals in (any_deals(source), plain_drawing.drawn(source, 80)):
        matched = match(deals, policy_of(source))
        assert [gap(deals, matched, year) for year in YEARS] == [0] * len(YEARS)


def test_a_row_or_a_deal_that_is_tampered_with_does_not_add_up() -> None:
    matched = match(WASHED, FIFO)
    rows = matched.rows(2025)
    assert gap(WASHED, matched, 2025) == 0
    assert gap(WASHED, matched, 2025, rows[:-1]) == -rows[-1].gain != 0
    dearer = replace(rows[0], basis=rows[0].basis + 5)
    assert gap(WASHED, matched, 2025, [dearer, *rows[1:]]) == -5
    allowed = [replace(row, adjustment=None) for row in rows]
    assert gap(WASHED, matched, 2025, allowed) == -sum(row.adjustment or 0 for row in rows) != 0
    assert gap((*WASHED[:3], replace(WASHED[3], amount=WASHED[3].amount + 7)), matched, 2025) == -7
    assert gap((*WASHED, sell("2025-12-01", 1, 11)), matched, 2025) == -11


def test_shares_that_a_lot_has_lost_or_doubled_do_not_add_up() -> None:
    matched = match(WASHED, FIFO)
    piece = next(piece for lot in matched.lots for piece in lot.pieces if piece.closing is not None)
    piece.lot.pieces.append(piece)
    assert gap(WASHED, matched, 2024) != 0
    piece.lot.pieces[:] = [one for one in piece.lot.pieces if one is not piece]
    assert gap(WASHED, matched, 2024) != 0


def test_a_year_whose_steps_do_not_meet_is_not_made() -> None:
    steps = BridgeLine("ledger", ZERO + 3), BridgeLine("costs", ZERO - 1)
    whole = (*steps, BridgeLine("gains", ZERO + 2))
    assert proven(2025, whole) == whole
    with pytest.raises(FileNotMadeError, match=r"The gains of 2025 are 3\.00 USD away"):
        proven(2025, (*steps, BridgeLine("gains", ZERO + 5)))
