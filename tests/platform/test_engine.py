"""The database: UTC, bounded, read-only where it should be, and honest when it is down."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, InternalError

from services.errors import UnavailableError
from services.storage.engine import Database, copy_rows


@pytest.fixture
def table(database: Database) -> Database:
    with database.begin() as connection:
        connection.execute(
            text('CREATE TABLE sample (id int, amount numeric, "time" timestamptz, note text)')
        )
    return database


def _count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM sample")).scalar_one())


def test_a_session_is_in_utc(database: Database) -> None:
    with database.connect() as connection:
        assert connection.execute(text("SHOW timezone")).scalar_one() == "UTC"


def test_begin_commits(table: Database) -> None:
    with table.begin() as connection:
        connection.execute(text("INSERT INTO sample (id) VALUES (1)"))
    assert _count(table) == 1


def test_begin_rolls_back_on_an_error(table: Database) -> None:
    with pytest.raises(DataError), table.begin() as connection:
        connection.execute(text("INSERT INTO sample (id) VALUES (1), (1 / 0)"))
    assert _count(table) == 0


def test_read_refuses_to_write(table: Database) -> None:
    with pytest.raises(InternalError), table.read() as connection:
        connection.execute(text("INSERT INTO sample (id) VALUES (1)"))


def test_a_connection_that_has_read_may_write_again(table: Database) -> None:
    for _ in range(3):
        _count(table)
        with table.begin() as connection:
            connection.execute(text("INSERT INTO sample (id) VALUES (1)"))
    assert _count(table) == 3


def test_copied_rows_keep_every_digit(table: Database) -> None:
    row = (1, Decimal("-1598.6600"), datetime(2026, 1, 2, tzinfo=UTC), None)
    with table.begin() as connection:
        copy_rows(connection, "sample", ["id", "amount", "time", "note"], [row])
        assert tuple(connection.execute(text("SELECT * FROM sample")).one()) == row


def test_copied_rows_belong_to_the_transaction(table: Database) -> None:
    with pytest.raises(psycopg.DataError), table.begin() as connection:
        copy_rows(connection, "sample", ["id"], [(1,), ("no number",)])
    assert _count(table) == 0


def test_a_server_that_is_not_there_is_unavailable() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(UnavailableError):
        database.ping()


def test_a_query_that_takes_too_long_is_stopped(database_url: str) -> None:
    database = Database(database_url, statement_seconds=1)
    with pytest.raises(UnavailableError, match="too long"), database.connect() as connection:
        connection.execute(text("SELECT pg_sleep(30)"))
    database.dispose()


def test_a_pooled_connection_that_was_cut_is_replaced(database: Database) -> None:
    database.ping()
    with database.connect() as connection:
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
    other.dispose()
    with database.connect() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != own


def test_a_server_that_is_ours_is_revived_once(database_url: str) -> None:
    calls: list[str] = []
    database = Database("postgresql://nobody@127.0.0.1:1/nothing", revive=lambda: calls.append("revived"))
    with pytest.raises(UnavailableError):
        database.ping()
    assert calls == ["revived"]


def test_reports_read_from_the_replica(database_url: str, empty_url: str) -> None:
    database = Database(database_url, read_url=empty_url)
    with database.read() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
    assert empty_url.rsplit("/", maxsplit=1)[-1].startswith(name)
    database.dispose()


def test_reports_read_from_the_main_database_while_the_replica_is_away(database_url: str) -> None:
    database = Database(database_url, read_url="postgresql://nobody@127.0.0.1:1/nothing")
    with database.read() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
    assert database_url.rsplit("/", maxsplit=1)[-1].startswith(name)
    database.dispose()


def test_what_was_in_use_when_the_pool_was_closed_is_closed_as_it_comes_back(database: Database) -> None:
    with database.connect() as late:
        before = late.connection.driver_connection
        database.dispose()
        assert late.execute(text("SELECT 1")).scalar_one() == 1
    assert before is not None
    assert before.closed
    with database.connect() as connection:
        after = connection.connection.driver_connection
    with database.connect() as connection:
        assert connection.connection.driver_connection is after


def test_the_pool_is_as_large_as_asked_for(database_url: str) -> None:
    database = Database(database_url, pool_size=3)
    with database.connect():
        assert database.pool() == {"in_use": 1, "idle": 0, "most": 9}
    assert database.pool() == {"in_use": 0, "idle": 1, "most": 9}
    database.dispose()


def test_a_held_connection_is_outside_the_pool_and_commits_each_statement(table: Database) -> None:
    held = table.hold()
    held.execute(text("INSERT INTO sample (id) VALUES (1)"))
    assert table.pool()["in_use"] == 0
    assert _count(table) == 1
    held.close()
