"""The schema's history: up, down, up again, and equal to the tables in code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import inspect, text

from services.errors import NewerDatabaseError
from services.storage.engine import Database
from services.storage.migrate import configuration, head, migrate, revision
from services.storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    database = Database(empty_url)
    yield database
    database.dispose()


def _tables(database: Database) -> set[str]:
    with database.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_up_down_up(empty: Database) -> None:
    assert revision(empty) is None
    assert migrate(empty) == head()
    assert set(metadata.tables) <= _tables(empty)
    with empty.begin() as connection:
        command.downgrade(configuration(connection), "base")
    assert _tables(empty) == {"alembic_version"}
    migrate(empty)
    assert set(metadata.tables) <= _tables(empty)


def test_the_tables_in_code_are_the_tables_of_the_last_revision(database: Database) -> None:
    with database.begin() as connection:
        command.check(configuration(connection))


def test_partitions_made_at_run_time_are_no_difference(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE quotes_2026_01 (LIKE quotes)"))
        command.check(configuration(connection))


def test_a_second_call_changes_nothing(database: Database) -> None:
    assert migrate(database) == head() == revision(database)


def test_a_newer_database_is_refused_and_left_alone(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match="9999"):
        migrate(database)
    assert revision(database) == "9999"


def test_it_works_from_any_folder(empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    migrate(empty)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names are what is compared


def test_two_at_once_are_one_after_the_other(empty_url: str) -> None:
    import threading  # noqa: PLC0415

    databases = [Database(empty_url) for _ in range(4)]
    failures: list[BaseException] = []

    def run(database: Database) -> None:
        try:
            migrate(database)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=run, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases:
        database.dispose()
    assert failures == []
