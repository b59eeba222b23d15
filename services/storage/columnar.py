"""Rows as columns: PostgreSQL gathers each into an array that numpy reads, no value touched by Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg
from psycopg.adapt import Loader
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from numpy.typing import NDArray
    from psycopg.abc import Buffer
    from sqlalchemy import Connection

FLOAT, TIME, WHOLE, SMALL, FLAG = "float8", "timestamptz", "int8", "int2", "bool"
_STORED = {FLOAT: ">f8", TIME: ">i8", WHOLE: ">i8", SMALL: ">i2", FLAG: "?"}
_HEADER = 20  # dimensions, whether there are nulls, the type, the size and the first index
_NULLS = slice(4, 8)
_EPOCH_OF_POSTGRES = np.datetime64("2000-01-01", "us")


class _Bytes(Loader):
    """An array as it came."""

    format = Format.BINARY

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


def read_columns(
    connection: Connection, query: str, given: Sequence[object], columns: Mapping[str, str]
) -> dict[str, NDArray[Any]]:
    """The columns that *query* yields, by name and kind, in its order; none of its values may be null.

    *given* stands for the query's `%s`. Times are datetime64[us] in UTC, `-infinity` is NaT.
    """
    gathered = f"SELECT {_gathered(columns)} FROM ({query}) AS found"
    row = _rows(connection, gathered, given, columns)[0]
    return _named(row, columns)


def read_groups(
    connection: Connection, query: str, given: Sequence[object], columns: Mapping[str, str]
) -> dict[UUID, dict[str, NDArray[Any]]]:
    """The same by account: *query* also yields `account_id`, and its rows are in that order first."""
    gathered = f"SELECT account_id, {_gathered(columns)} FROM ({query}) AS found GROUP BY account_id"
    rows = _rows(connection, gathered, given, columns)
    return {row[0]: _named(row[1:], columns) for row in rows}


def _gathered(columns: Mapping[str, str]) -> str:
    return ", ".join(f"array_agg({name}::{kind})" for name, kind in columns.items())


def _rows(
    connection: Connection, query: str, given: Sequence[object], columns: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):  # pragma: no cover - the engine is always psycopg's
        raise TypeError("Columns need a psycopg connection.")
    with driver.cursor(binary=True) as cursor:
        for kind in set(columns.values()):
            cursor.adapters.register_loader(psycopg.adapters.types[kind].array_oid, _Bytes)
        return cursor.execute(query.encode(), given).fetchall()


def _named(arrays: Sequence[bytes | None], columns: Mapping[str, str]) -> dict[str, NDArray[Any]]:
    return {
        name: _column(content, kind) for (name, kind), content in zip(columns.items(), arrays, strict=True)
    }


def _column(content: bytes | None, kind: str) -> NDArray[Any]:
    """The elements, each of which has its length in front."""
    if content is not None and any(content[_NULLS]):
        raise ValueError("A column that may not be null has a null.")
    pairs = np.dtype([("length", ">i4"), ("value", _STORED[kind])])
    values = np.frombuffer((content or b"")[_HEADER:], dtype=pairs)["value"]
    if kind == TIME:
        return values.astype(np.int64).astype("timedelta64[us]") + _EPOCH_OF_POSTGRES
    return values.astype(values.dtype.newbyteorder("="))
