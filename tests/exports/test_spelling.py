"""Cells that are spelled together are spelled as each alone, and JSON says what they say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exports import Column, Kind
from services.exports._cells import cell_text, printable
from services.exports._json_objects import BARE, JsonObjects
from services.exports._spelling import spelled

BERLIN = timezone(timedelta(hours=2))
VALUES = (
    st.decimals(),
    st.decimals(min_value=-100, max_value=100, places=2),
    st.integers(),
    st.booleans(),
    st.floats(),
    st.floats(-1000, 1000).map(np.float64),
    st.text(),
    st.datetimes(timezones=st.sampled_from([UTC, BERLIN])),
    st.datetimes(timezones=st.just(UTC)).map(lambda time: time.replace(microsecond=0)),
    st.dates(),
)


@st.composite
def columns_of_cells(draw: st.DrawFn) -> tuple[Column, list[object]]:
    """A column and cells that are mostly of one type, with gaps."""
    column = Column("c", "C", draw(st.sampled_from(Kind)), draw(st.sampled_from([None, 2])))
    some = draw(st.sampled_from(VALUES))
    return column, draw(st.lists(st.one_of(some, some, st.none()), min_size=1, max_size=8))


@given(columns_of_cells())
def test_together_as_each_alone(found: tuple[Column, list[object]]) -> None:
    column, values = found
    assert list(spelled(column, values)) == [cell_text(column, value) for value in values]


def test_values_of_several_types_are_spelled_too() -> None:
    column = Column("n", "N", Kind.NUMBER)
    values = [Decimal("1.50"), 2, 3.0, None, "4", Decimal("1E+3"), float("nan")]
    assert list(spelled(column, values)) == ["1.50", "2", "3", "", "4", "1000", ""]
    time = Column("t", "T", Kind.TIME)
    days = [datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 2), None]
    assert list(spelled(time, days)) == ["2026-01-01T00:00:00+00:00", "2026-01-02", ""]


@given(st.lists(st.tuples(st.text(), st.sampled_from(["", "-1.50", "0.00"])), min_size=1, max_size=6))
def test_json_objects_say_what_the_cells_say(rows: list[tuple[str, str]]) -> None:
    columns = [Column("text %s", "T", Kind.TEXT), Column("m", "M", Kind.MONEY), Column("n", "N", Kind.NUMBER)]
    block = [[row[0] for row in rows], [row[1] for row in rows], [row[1] for row in rows]]
    found = json.loads(b"[%b]" % JsonObjects(columns).of(block), parse_float=str)
    assert found == [
        {"text %s": printable(text), "m": amount or None, "n": amount or None} for text, amount in rows
    ]
    assert Kind.NUMBER in BARE


@pytest.mark.parametrize(
    ("zero", "half"), [(-0.0, -0.5), (Decimal("-0.00"), Decimal("-0.5")), (Decimal("-0"), Decimal("-0.5"))]
)
def test_zero_has_no_sign(zero: float | Decimal, half: float | Decimal) -> None:
    for kind in (Kind.NUMBER, Kind.FRACTION, Kind.MONEY):
        column = Column("n", "n", kind, 2 if kind is Kind.MONEY else None)
        assert not cell_text(column, zero).startswith("-")
        assert [text.rstrip("0.").removeprefix("0") for text in spelled(column, [zero, half])] == ["", "-0.5"]
