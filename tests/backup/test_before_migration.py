"""Before a migration: a database that holds accounts is backed up and proven, or nothing is migrated."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import text

from services.container import Services
from services.errors import UnavailableError
from services.settings import load
from services.storage.dump import read_revision
from services.storage.engine import Database
from services.storage.migrate import configuration, head, revision
from services.upgrading import upgrade
from tests.backup.rows import add_account, add_deals, count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def first(empty_url: str, tmp_path: Path) -> Iterator[Services]:
    """An installation whose database is still at the first revision."""
    database = Database(empty_url)
    with database.begin() as connection:
        command.upgrade(configuration(connection), "0001")
    settings = load({"DATABASE_URL": empty_url, "DATA_DIR": str(tmp_path / "files")})
    made = Services(settings, database, None)
    yield made
    made.close()


def test_a_database_of_the_first_revision_is_backed_up_and_migrated(
    first: Services, new_url: Callable[[], str]
) -> None:
    add_deals(first.database, add_account(first.database, "one"), 300)
    assert upgrade(first) == head() == revision(first.database)
    (made,) = first.backups.list()
    assert (made.type, made.reason, made.revision, made.verified) == (
        "full",
        "before_migration",
        "0001",
        True,
    )
    url = new_url()
    first.backups.restore(made.id, url)
    restored = Database(url)
    with restored.begin() as connection:
        assert read_revision(connection) == "0001"
        assert connection.execute(text("SELECT to_regclass('job_runs')")).scalar() is None
    restored.dispose()
    assert count(url, "deals") == 300
    assert upgrade(first) == head()
    assert len(first.backups.list()) == 1


def test_an_incremental_backup_builds_on_one_of_an_older_revision(
    first: Services, new_url: Callable[[], str]
) -> None:
    add_deals(first.database, add_account(first.database, "one"), 300)
    upgrade(first)
    made = first.backups.make("incremental")
    assert made.type == "incremental"
    url = new_url()
    first.backups.restore(made.id, url)
    assert count(url, "deals") == 300
    assert count(url, "job_runs") == 0


def test_nothing_is_migrated_when_the_backup_fails(first: Services) -> None:
    add_account(first.database, "one")
    first.settings.backups.parent.mkdir(parents=True)
    first.settings.backups.write_text("not a folder")
    with pytest.raises(UnavailableError, match="was not migrated, because the backup before it failed"):
        upgrade(first)
    assert revision(first.database) == "0001"
    assert upgrade(first, with_backup=False) == head()


def test_an_empty_database_needs_no_backup(first: Services) -> None:
    assert upgrade(first) == head()
    assert first.backups.list() == ()


def test_processes_that_start_at_once_take_turns_and_back_up_once(first: Services) -> None:
    add_account(first.database, "one")
    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(upgrade, [first] * 3)) == {head()}
    assert [made.verified for made in first.backups.list()] == [True]
