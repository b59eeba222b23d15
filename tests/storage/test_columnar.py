"""Columns come as arrays, in the query's order, and never with a hole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.period import as_datetime64
from services.storage.columnar import FLOAT, TIME, WHOLE, read_columns

if TYPE_CHECKING:
    from services.storage.engine import Database

KINDS = {"at": TIME, "n": WHOLE, "value": FLOAT}
QUERY = (
    "SELECT %s::timestamptz + n * interval '1 us' AS at, n, n / 4.0 AS value FROM generate_series(1, %s) AS n"
)
START = datetime(1999, 12, 31, 23, 59, 59, 999_998, tzinfo=UTC)


def test_values_are_exact_to_the_microsecond_on_both_sides_of_the_epoch(database: Database) -> None:
    with database.read() as connection:
        found = read_columns(connection, f"{QUERY} ORDER BY n DESC", (START, 4), KINDS)
    assert found["n"].tolist() == [4, 3, 2, 1]
    assert found["value"].tolist() == [1.0, 0.75, 0.5, 0.25]
    assert found["at"][0] == as_datetime64(START) + np.timedelta64(4, "us")
    assert {name: column.dtype.kind for name, column in found.items()} == {"at": "M", "n": "i", "value": "f"}


def test_no_row_is_empty_columns(database: Database) -> None:
    with database.read() as connection:
        found = read_columns(connection, QUERY, (START, 0), KINDS)
    assert {name: column.size for name, column in found.items()} == {"at": 0, "n": 0, "value": 0}


def test_a_null_is_refused(database: Database) -> None:
    with database.read() as connection, pytest.raises(ValueError, match="null"):
        read_columns(connection, "SELECT NULL::float8 AS value", (), {"value": FLOAT})
