"""What is filed: whole dollars, the broker's 1099, and Schedule D."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tax.broker_form import Reported, corrected
from services.tax.model import FormRow, TaxClass
from services.tax.rounding import whole_dollars
from services.tax.schedule_d import by_box, schedule_d, totals_of

DAY = date(2025, 6, 2)


def _row(proceeds: object, basis: object, adjustment: object = None, **more: Any) -> FormRow:
    known = FormRow(
        part="I",
        box="C",
        box_reason="",
        description="1 sh. XYZ",
        symbol="XYZ",
        quantity=Decimal(1),
        acquired=DAY,
        sold=DAY,
        proceeds=Decimal(str(proceeds)),
        basis=Decimal(str(basis)),
        codes="" if adjustment is None else "W",
        adjustment=None if adjustment is None else Decimal(str(adjustment)),
        holding_start=DAY,
        account="A",
        tax_class=TaxClass.F8949_SECURITY,
        lots=("1",),
        deals=("1", "2"),
    )
    return replace(known, **more)


def _printed(row: FormRow) -> tuple[int, int, str, int | None, int]:
    adjustment = None if row.adjustment is None else int(row.adjustment)
    return int(row.proceeds), int(row.basis), row.codes, adjustment, int(row.gain)


def test_whole_dollars_invent_no_gain_and_add_up() -> None:
    rows = whole_dollars(
        [_row("899.50", "1000.49", "100.99"), _row("100.50", "50.25"), _row("2000.49", "1999.50")]
    )
    assert [_printed(row) for row in rows] == [
        (900, 1000, "W", 100, 0),
        (101, 50, "", None, 51),
        (2000, 2000, "", None, 0),
    ]
    total = totals_of(rows)
    assert (total.proceeds, total.basis, total.adjustment, total.gain) == (3001, 3050, 100, 51)


cents = st.integers(0, 300_000).map(lambda number: Decimal(number) / 100)


@given(cents, cents, st.integers(0, 100))
def test_rounding_never_turns_a_loss_into_a_gain(proceeds: Decimal, basis: Decimal, percent: int) -> None:
    denied = (max(Decimal(0), basis - proceeds) * percent / 100).quantize(Decimal("0.01"))
    exact = _row(proceeds, basis, denied or None)
    (row,) = whole_dollars([exact])
    assert row.gain * exact.gain >= 0
    assert abs(row.gain - exact.gain) <= 2
    assert row.gain == 0 or exact.gain != 0
    assert all(amount % 1 == 0 for amount in (row.proceeds, row.basis, row.gain))


@pytest.mark.parametrize(
    ("row", "reported", "expected"),
    [
        (_row(1500, 1000), Reported("A", Decimal(800)), (1500, 800, "B", -200, 500)),
        (_row(1500, 1000), Reported("B", Decimal(800)), (1500, 1000, "B", 0, 500)),
        (_row(1500, 2100, 300), Reported("A", Decimal(2000)), (1500, 2000, "BW", 200, -300)),
        (_row(1490, 1000), Reported("A", Decimal(1000), Decimal(1500)), (1500, 1000, "E", -10, 490)),
        (_row(1500, 1000), Reported("A", Decimal(1000)), (1500, 1000, "", None, 500)),
    ],
)
def test_a_1099_is_corrected_by_codes(row: FormRow, reported: Reported, expected: tuple[object, ...]) -> None:
    assert _printed(corrected(row, reported)) == expected


def test_a_wrong_term_moves_the_row_to_its_own_part() -> None:
    row = corrected(_row(1500, 1000, part="II", box="F"), Reported("A", Decimal(1000)))
    assert (row.part, row.box, row.codes, row.adjustment, row.gain) == ("II", "D", "T", 0, 500)


def test_schedule_d_sums_what_the_pages_print() -> None:
    rows = [
        _row(100, 60),
        _row(50, 90, 40, box="I"),
        _row(10, 5, box="A"),
        _row(1000, 6000, part="II", box="L"),
    ]
    found = schedule_d(rows)
    assert {
        line: (total.proceeds, total.basis, total.adjustment, total.gain) for line, total in found.lines
    } == {
        "1b": (10, 5, 0, 5),
        "3": (150, 150, 40, 40),
        "10": (1000, 6000, 0, -5000),
    }
    assert (found.short_term.gain, found.long_term.gain, found.net) == (45, -5000, -4955)
    assert (found.allowed_loss(), found.allowed_loss(separately=True)) == (3000, 1500)
    assert list(by_box(rows)) == ["A", "C", "I", "L"]


def test_a_small_loss_counts_whole_and_a_gain_not_at_all() -> None:
    assert [schedule_d([_row(proceeds, 100)]).allowed_loss() for proceeds in (90, 110)] == [10, 0]
