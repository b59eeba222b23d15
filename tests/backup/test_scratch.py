"""Where a backup is proven: beside the database, or on a server of our own where the role may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from services.backup.backups import Backups
from services.settings import load
from services.storage.engine import Database
from services.storage.scratch import scratch_database
from tests.backup.rows import add_account, add_deals

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def modest(database: Database, database_url: str) -> Iterator[str]:
    """The URL of a role that owns its database and may create none."""
    role = f"modest_{database.engine.url.database}"
    with database.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"GRANT ALL ON DATABASE {database.engine.url.database} TO {role}"))
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
        connection.execute(text(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}"))
        connection.execute(text(f"GRANT ALL ON SCHEMA public TO {role}"))
    yield database.engine.url.set(username=role).render_as_string(hide_password=False)
    with database.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def test_a_scratch_database_is_empty_and_gone_afterwards(database: Database) -> None:
    with scratch_database(database) as scratch, scratch.begin() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        assert connection.execute(text("SELECT count(*) FROM pg_class WHERE relkind = 'r'")).scalar()
        assert connection.execute(text("SELECT to_regclass('accounts')")).scalar() is None
    with database.begin() as connection:
        found = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        assert found.first() is None


@pytest.mark.slow
def test_a_role_that_may_create_no_database_proves_on_a_server_of_its_own(
    database: Database, modest: str, place: dict[str, str]
) -> None:
    add_deals(database, add_account(database, "one"), 60)
    opened = Database(modest)
    made = Backups(opened, load(place)).make("full")
    opened.dispose()
    assert made.verified
    with database.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM backups")).scalar() == 1
