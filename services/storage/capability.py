"""What a database's series are: partitioned tables, hypertables, or hypertables with all of TimescaleDB."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.errors import SettingsError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


class Capability(StrEnum):
    """How the series of a database are kept; decided when they are made."""

    PLAIN = "plain"
    """Monthly partitions, rollups as tables."""
    TS_APACHE = "timescale_apache"
    """Hypertables, rollups as tables: TimescaleDB in its Apache edition."""
    TS_TSL = "timescale"
    """Hypertables with columnstore, rollups as continuous aggregates."""

    @property
    def has_hypertables(self) -> bool:
        """Whether the series are hypertables."""
        return self is not Capability.PLAIN


_KNOWN: WeakKeyDictionary[Engine, Capability] = WeakKeyDictionary()
_IS_HYPERTABLE = text(
    "SELECT EXISTS (SELECT FROM timescaledb_information.hypertables"
    " WHERE hypertable_name = 'performance_snapshots' AND hypertable_schema = current_schema())"
)
_IS_AGGREGATE = text(
    "SELECT EXISTS (SELECT FROM timescaledb_information.continuous_aggregates"
    " WHERE view_name = 'performance_15m' AND view_schema = current_schema())"
)


def capability_of(connection: Connection) -> Capability:
    """What the series of this database are; asked once for each pool of connections."""
    known = _KNOWN.get(connection.engine)
    if known is None:
        known = _KNOWN[connection.engine] = read_capability(connection)
    return known


def forget_capability(connection: Connection) -> None:
    """Ask again next time: the series are being made."""
    _KNOWN.pop(connection.engine, None)


def read_capability(connection: Connection) -> Capability:
    """What the series of this database are, by its catalogs."""
    if not _has_extension(connection) or not connection.scalar(_IS_HYPERTABLE):
        return Capability.PLAIN
    return Capability.TS_TSL if connection.scalar(_IS_AGGREGATE) else Capability.TS_APACHE


def choose_capability(connection: Connection, setting: str) -> Capability:
    """What new series shall be, by the setting `TIMESERIES_ENGINE`: auto, plain or timescale.

    Raises SettingsError where timescale is asked for and the server does not offer it.
    """
    if setting == "plain":
        return Capability.PLAIN
    if not _has_extension(connection) and not _adds_extension(connection):
        if setting == "timescale":
            raise SettingsError(
                "The setting TIMESERIES_ENGINE is timescale, but the database server does not offer"
                " TimescaleDB to this user; install and preload it there, or set TIMESERIES_ENGINE=auto."
            )
        return Capability.PLAIN
    edition = connection.scalar(text("SELECT current_setting('timescaledb.license', true)"))
    return Capability.TS_TSL if edition == "timescale" else Capability.TS_APACHE


def _has_extension(connection: Connection) -> bool:
    found = text("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')")
    return bool(connection.scalar(found))


def _adds_extension(connection: Connection) -> bool:
    """Whether TimescaleDB could be added; without its preloaded part the server would end the session."""
    preloaded = text("SELECT current_setting('timescaledb.disable_load', true) IS NOT NULL")
    if not connection.scalar(preloaded):
        return False
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION timescaledb"))
    except DBAPIError:
        return False
    return True
