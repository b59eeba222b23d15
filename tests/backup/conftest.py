"""Backups of this test's own database, in a folder of this test's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from services.backup.backups import Backups
from services.settings import Settings, load

if TYPE_CHECKING:
    from pathlib import Path

    from services.storage.engine import Database

KEY = "a key of backups, long enough for tests"
Make = Callable[..., Backups]


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> dict[str, str]:
    """The environment of this test's installation."""
    return {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path / "files")}


@pytest.fixture
def kept(place: dict[str, str]) -> Settings:
    """The settings of this test's installation, without a key."""
    return load(place)


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
