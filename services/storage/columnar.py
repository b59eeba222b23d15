"""Rows of fixed width as arrays: PostgreSQL's binary COPY read by numpy, no value touched by Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

FLOAT, TIME, WHOLE, UUID_BYTES = "float8", "timestamptz", "int8", "uuid"
_STORED = {FLOAT: ">f8", TIME: ">i8", WHOLE: ">i8", UUID_BYTES: "V16"}
_HEADER, _TRAILER = 19, 2
_EPOCH_OF_POSTGRES = np.datetime64("2000-01-01", "us")


def read_columns(
    connection: Connection, query: str, given: Sequence[object], columns: Mapping[str, str]
) -> dict[str, NDArray[Any]]:
    """The columns that *query* yields, by name and kind; none of its values may be null.

    *given* stands for the query's `%s`. Times are datetime64[us] in UTC, UUIDs 16 bytes.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):  # pragma: no cover - the engine is always psycopg's
        raise TypeError("COPY needs a psycopg connection.")
    with driver.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", given) as copy:
        content = b"".join(bytes(block) for block in copy)
    parts = [("fields", ">i2")]
    for name, kind in columns.items():
        parts += [(f"{name} bytes", ">i4"), (name, _STORED[kind])]
    layout = np.dtype(parts)
    rows = np.frombuffer(content[_HEADER : len(content) - _TRAILER], dtype=layout)
    if rows.size and (rows["fields"] != len(columns)).any():
        raise ValueError("A row has another number of columns than were asked for.")
    return {name: _native(rows[name], kind) for name, kind in columns.items()}


def _native(column: NDArray[Any], kind: str) -> NDArray[Any]:
    if kind == TIME:
        return column.astype(np.int64).astype("timedelta64[us]") + _EPOCH_OF_POSTGRES
    if kind == UUID_BYTES:
        return column
    return column.astype(column.dtype.newbyteorder("="))
