"""Files give back every row as it was booked, to the last zero, and notice every flipped bit."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from services.errors import DamagedError
from services.retention.parquet import fields_in, read_rows, write_rows
from services.storage.month_values import Digits, Field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FIELDS = (
    Field("ticket", "bigint"),
    Field("time", "timestamp with time zone"),
    Field("server_time", "timestamp without time zone"),
    Field("profit", "numeric"),
    Field("price", "numeric"),
    Field("equity", "double precision"),
    Field("comment", "text"),
    Field("is_orphan", "boolean"),
)
AMOUNTS = st.builds(
    lambda digits, scale: Decimal((int(digits < 0), tuple(map(int, str(abs(digits)))), -scale)),
    st.integers(-(10**24), 10**24),
    st.integers(0, 30),
)
TIME = datetime(2026, 1, 1, tzinfo=UTC)
CLOCK = TIME.replace(tzinfo=None)
TIMES = st.datetimes(CLOCK.replace(1970), CLOCK.replace(2200))
ROWS = st.lists(
    st.tuples(
        st.integers(-(2**63), 2**63 - 1),
        TIMES.map(lambda time: time.replace(tzinfo=UTC)),
        TIMES,
        AMOUNTS,
        st.none() | AMOUNTS,
        st.floats(allow_nan=False),
        st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")),
        st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


def digits_of(rows: Sequence[Sequence[Any]], number: int) -> Digits:
    amounts = [row[number] for row in rows if row[number] is not None] or [Decimal(0)]
    scales = [-int(amount.as_tuple().exponent) for amount in amounts]
    whole = max(len(str(abs(int(amount)))) for amount in amounts)
    return Digits(whole, min(scales), max(scales), is_finite=True)


def written(rows: Sequence[Sequence[Any]], path: Path) -> Path:
    sink = io.BytesIO()
    digits = {"profit": digits_of(rows, 3), "price": digits_of(rows, 4)}
    assert write_rows(sink, FIELDS, digits, [rows[:7], rows[7:]] if rows[7:] else [rows]) == len(rows)
    path.write_bytes(sink.getvalue())
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ROWS)
def test_rows_come_back_exactly_with_every_trailing_zero(tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    path = written(rows, tmp_path / "rows.parquet")
    assert fields_in(path) == FIELDS
    assert [tuple(map(str, row)) for row in read_rows(path)] == [tuple(map(str, row)) for row in rows]


def test_an_amount_that_no_decimal_of_a_file_holds_is_kept_as_text(tmp_path: Path) -> None:
    large, small = Decimal("9" * 30), Decimal("0." + "1" * 30)
    row = (1, TIME, CLOCK, large, small, 1.0, "", False)
    rows = [row, (*row[:3], small, large, *row[5:])]
    assert [found[3:5] for found in read_rows(written(rows, tmp_path / "x.parquet"))] == [
        (large, small),
        (small, large),
    ]


def test_what_is_not_a_number_comes_back_too(tmp_path: Path) -> None:
    sink = io.BytesIO()
    rows = [(Decimal("NaN"),), (Decimal("1.50"),), (None,)]
    write_rows(sink, FIELDS[3:4], {"profit": Digits(3, 2, 2, is_finite=False)}, [rows])
    path = tmp_path / "x.parquet"
    path.write_bytes(sink.getvalue())
    assert [str(row[0]) for row in read_rows(path)] == ["NaN", "1.50", "None"]


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    row = (1, TIME, CLOCK, Decimal(1), Decimal(2), 1.0, "", False)
    one, two = written([row], tmp_path / "one"), written([row], tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


def test_a_flipped_bit_in_a_page_is_found_by_its_checksum(tmp_path: Path) -> None:
    chance = random.Random(5)
    rows = [
        (number, TIME, CLOCK, Decimal(chance.randrange(10**9)) / 8, Decimal("1.10"), 0.5, "", False)
        for number in range(5000)
    ]
    path = written(rows, tmp_path / "rows.parquet")
    whole = path.read_bytes()
    column = parquet.ParquetFile(path).metadata.row_group(1).column(3)
    first = column.data_page_offset + 100
    last = column.dictionary_page_offset + column.total_compressed_size - 100
    for _ in range(100):
        place = chance.randrange(8 * first, 8 * last)
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        with pytest.raises(DamagedError, match="damaged"):
            list(read_rows(path))


def test_a_missing_or_foreign_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match=r"gone\.parquet is missing"):
        list(read_rows(tmp_path / "gone.parquet"))
    (tmp_path / "other.parquet").write_text("no Parquet")
    with pytest.raises(DamagedError, match=r"other\.parquet is damaged"):
        fields_in(tmp_path / "other.parquet")
