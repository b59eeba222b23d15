"""Backups of this test's own database, in a folder of this test's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from services.backup.backups import Backups
from services.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.storage.embedded import EmbeddedServer
    from services.storage.engine import Database

KEY = "a key of backups, long enough for tests"


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> dict[str, str]:
    """The environment of this test's installation."""
    return {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path / "files")}


@pytest.fixture
def kept(place: dict[str, str]) -> Settings:
    """The settings of this test's installation, without a key."""
    return load(place)


@pytest.fixture
def settings(kept: Settings) -> Settings:
    """What `services` and `client` are made with in these tests."""
    return kept


@pytest.fixture
def backups(database: Database, kept: Settings) -> Backups:
    """Backups that are not encrypted."""
    return Backups(database, kept)


@pytest.fixture
def encrypted(database: Database, place: dict[str, str]) -> Backups:
    """Backups that are encrypted."""
    return Backups(database, load(place | {"BACKUP_KEY": KEY}))


@pytest.fixture(params=["plain", "encrypted"])
def either(request: pytest.FixtureRequest) -> Any:
    """Both kinds in turn."""
    return request.getfixturevalue("backups" if request.param == "plain" else "encrypted")


@pytest.fixture
def folder(kept: Settings) -> Path:
    """The folder of the backups."""
    return kept.backups


@pytest.fixture
def new_url(server: EmbeddedServer) -> Iterator[Callable[[], str]]:
    """Makes empty databases, as many as are asked for."""
    names: list[str] = []

    def make() -> str:
        names.append(f"test_{uuid.uuid4().hex}")
        _on_server(server, f"CREATE DATABASE {names[-1]}")
        return server.url_of(names[-1])

    yield make
    for name in names:
        _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: EmbeddedServer, statement: str) -> None:
    url = server.url_of("postgres").replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
