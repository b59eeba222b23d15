"""A migrated, empty database of each kind that series are kept in."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import text

from services.storage.capability import Capability
from services.storage.engine import Database
from services.storage.migrate import migrate
from services.storage.series_making import create_time_series, drop_time_series

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMESCALE = "TIMESCALE_TEST_URL"


@pytest.fixture
def timescale_url() -> Iterator[str]:
    """The URL of an empty database on a server with TimescaleDB."""
    server = os.environ.get(TIMESCALE)
    if not server:
        pytest.skip(f"{TIMESCALE} names no server with TimescaleDB")
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield server.rsplit("/", 1)[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=list(Capability), ids=str)
def store(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The database of one kind. The licence is the server's, so the Apache layout is made by hand."""
    kind: Capability = request.param
    if kind is Capability.PLAIN:
        yield request.getfixturevalue("database")
        return
    database = Database(request.getfixturevalue("timescale_url"))
    migrate(database, timeseries_engine="timescale")
    if kind is Capability.TS_APACHE:
        with database.begin() as connection:
            drop_time_series(connection)
            connection.execute(text("DELETE FROM series_state"))
            create_time_series(connection, kind)
    yield database
    database.dispose()
