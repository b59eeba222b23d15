"""Installations of a test's own, on plain PostgreSQL and on TimescaleDB, each with a folder of its own."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy.engine import make_url

from services.container import Services
from services.settings import Settings, load
from services.storage.engine import Database
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMESCALE = "TIMESCALE_TEST_URL"


def settings_of(url: str, folder: Path, **more: str) -> Settings:
    """Settings under which deals and trades leave the database after seven years."""
    return load({"DATABASE_URL": url, "DATA_DIR": str(folder), "RETENTION_PURGE_TRADE_DAYS": "2555"} | more)


@pytest.fixture
def plain(database_url: str, tmp_path: Path) -> Iterator[Services]:
    """The product on plain PostgreSQL."""
    yield from _opened(database_url, tmp_path)


@pytest.fixture(params=["plain", "timescale"])
def product(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    """The product on either engine."""
    if request.param == "plain":
        yield request.getfixturevalue("plain")
        return
    if TIMESCALE not in os.environ:
        pytest.skip(f"{TIMESCALE} names no TimescaleDB server")
    with _database(os.environ[TIMESCALE]) as url:
        made = Database(url)
        migrate(made, timeseries_engine="timescale")
        made.dispose()
        yield from _opened(url, tmp_path)


def _opened(url: str, folder: Path) -> Iterator[Services]:
    database = Database(url)
    services = Services(settings_of(url, folder), database, None)
    yield services
    services.close()


@contextmanager
def _database(server: str) -> Iterator[str]:
    name = f"b_test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
