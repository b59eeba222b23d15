"""How large the series are, and which time they cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from services.storage.capability import Capability, capability_of
from services.storage.rollups import ROLLUPS
from services.storage.series_ranges import SERIES
from services.storage.timeseries import relation_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_PLAIN = text(
    "SELECT coalesce(sum(greatest(reltuples, 0)), 0)::bigint,"
    " coalesce(sum(pg_total_relation_size(oid)), 0)::bigint"
    " FROM pg_class WHERE oid = CAST(:relation AS regclass)"
    " OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = CAST(:relation AS regclass))"
)
_HYPERTABLE = text(
    "SELECT approximate_row_count(CAST(:relation AS regclass)), hypertable_size(CAST(:relation AS regclass))"
)
_COMPRESSED = text(
    "SELECT coalesce(sum(after_compression_total_bytes), 0)::bigint"
    " FROM hypertable_columnstore_stats(CAST(:relation AS regclass))"
)
FEW = 100_000  # estimated rows, below which they are counted


@dataclass(frozen=True, slots=True)
class SeriesSize:
    """A series or rollup: rows (estimated when many), bytes, compressed ones, first and last time."""

    name: str
    rows: int
    bytes: int
    compressed_bytes: int
    first: datetime | None
    last: datetime | None


def read_sizes(connection: Connection) -> tuple[SeriesSize, ...]:
    """The size of every series and rollup."""
    names = [(series.name, "time") for series in SERIES] + [(rollup.name, "bucket") for rollup in ROLLUPS]
    return tuple(_size(connection, name, time) for name, time in names)


def _size(connection: Connection, name: str, time: str) -> SeriesSize:
    capability, relation = capability_of(connection), relation_of(connection, name)
    is_rollup = time == "bucket"
    is_hypertable = capability is Capability.TS_TSL if is_rollup else capability.has_hypertables
    rows, total = connection.execute(_HYPERTABLE if is_hypertable else _PLAIN, {"relation": relation}).one()
    if rows < FEW:
        rows = connection.execute(text(f"SELECT count(*) FROM {relation}")).scalar_one()
    compressed = 0
    if capability is Capability.TS_TSL and not is_rollup:
        compressed = connection.execute(_COMPRESSED, {"relation": relation}).scalar_one()
    covered = _covered(connection, relation, time, is_of_accounts=name != "quotes")
    return SeriesSize(name, rows, total, compressed, *covered)


def _covered(
    connection: Connection, relation: str, time: str, *, is_of_accounts: bool
) -> tuple[datetime | None, datetime | None]:
    """The first and last time; by account, for the key begins with it."""
    ends = f"SELECT min({time}) AS first, max({time}) AS last FROM {relation}"
    if is_of_accounts:
        ends = (
            "SELECT min(first), max(last) FROM accounts,"
            f" LATERAL ({ends} AS kept WHERE kept.account_id = accounts.id) AS found"
        )
    first, last = connection.execute(text(ends)).one()
    return first, last
