"""Full and incremental backups: what comes back is what was there, to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.backup import making
from services.errors import InvalidInputError, NotFoundError
from services.storage.engine import Database
from tests.backup.rows import DEALS, add_account, add_deals, add_snapshots, count, fingerprint, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.backup.backups import Backups

STEPS = {
    "deals come": DEALS.replace(":first", "10000").replace(":last", "10300"),
    "a deal is corrected": "UPDATE deals SET profit = profit + 0.010 WHERE ticket = 7",
    "only the digits of an amount change": "UPDATE deals SET price = 1.2345 WHERE ticket = 8",
    "a month of deals goes": "DELETE FROM deals WHERE time < '2025-02-01Z'",
    "nothing happens": "SELECT 1",
    "an account goes": "DELETE FROM accounts WHERE id <> :account",
    "the newest row goes": "DELETE FROM audit_log WHERE id = (SELECT max(id) FROM audit_log)",
}


def test_every_backup_of_a_chain_brings_back_its_own_time(
    database: Database, either: Backups, new_url: Callable[[], str]
) -> None:
    one, two = add_account(database, "one"), add_account(database, "two")
    for account in (one, two):
        add_deals(database, account, 1500)
        add_snapshots(database, account, 800)
    states = {either.make("full").id: fingerprint(database)}
    for change in STEPS.values():
        run(database, change, **({"account": one} if ":account" in change else {}))
        made = either.make("incremental")
        assert (made.type, made.status, made.notes) == ("incremental", "verified", ())
        states[made.id] = fingerprint(database)
    assert len(states) == len(STEPS) + 1
    for id_, state in states.items():
        url = new_url()
        either.restore(id_, url)
        assert fingerprint(url) == state
    assert either.verify() == ()


def test_what_the_parent_has_is_not_written_again(database: Database, backups: Backups, folder: Path) -> None:
    account = add_account(database, "one")
    add_deals(database, account, 2000)
    backups.make("full")
    before = objects(folder)
    add_deals(database, account, 10, first=9000)
    made = backups.make("incremental")
    added = objects(folder) - before
    assert len(added) == 1  # the month of the ten deals
    assert made.parent_id == backups.list()[1].id


def objects(folder: Path) -> set[str]:
    return {path.name for path in (folder / "objects").glob("*/*")}


def test_the_first_incremental_backup_is_a_full_one_and_says_so(database: Database, backups: Backups) -> None:
    made = backups.make("incremental")
    assert made.type == "full"
    assert "no good backup" in made.notes[0]


def test_a_chain_does_not_grow_for_ever(backups: Backups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "LONGEST_CHAIN", 3)
    backups.make("full")
    assert [backups.make("incremental").type for _ in range(4)] == ["incremental"] * 3 + ["full"]


def test_a_restored_database_goes_on_counting_where_it_was(
    database: Database, backups: Backups, empty_url: str
) -> None:
    for name in ("one", "two", "three"):
        add_account(database, name)
    run(database, "DELETE FROM audit_log WHERE id = 3")
    backups.make("full")
    backups.restore("latest", empty_url)
    restored = Database(empty_url)
    add_account(restored, "four")
    with restored.begin() as connection:
        ids = connection.exec_driver_sql("SELECT array_agg(id ORDER BY id) FROM audit_log").scalar()
        assert ids == [1, 2, 4]
    restored.dispose()


def test_a_database_that_holds_something_is_not_restored_into(
    database: Database, backups: Backups, database_url: str
) -> None:
    add_account(database, "one")
    backups.make("full")
    with pytest.raises(InvalidInputError, match="not empty"):
        backups.restore("latest", database_url)
    assert count(database_url, "accounts") == 1


def test_a_backup_is_found_by_the_beginning_of_its_id(database: Database, backups: Backups) -> None:
    made = backups.make("full")
    found = backups.list()[0]
    assert (found.id, found.records, found.verified) == (made.id, made.records, True)
    with pytest.raises(NotFoundError, match="No backup named 'zzz'"):
        backups.restore("zzz", "postgresql://nowhere/x")
    with pytest.raises(InvalidInputError, match="postgresql://"):
        backups.restore(made.id, "mysql://nowhere/x")


def test_the_tables_of_a_backup_are_counted_and_hashed(database: Database, backups: Backups) -> None:
    add_deals(database, add_account(database, "one"), 700)
    made = backups.make("full")
    tables = {table.table: table for table in made.tables}
    assert tables["deals"].record_count == 700
    assert sum(table.record_count for table in made.tables) == made.records
    again = {table.table: table.sha256 for table in backups.make("full").tables}
    assert again["deals"] == tables["deals"].sha256
    run(database, "UPDATE deals SET comment = 'x' WHERE ticket = 1")
    changed = {table.table: table.sha256 for table in backups.make("incremental").tables}
    assert changed["deals"] != tables["deals"].sha256
    assert changed["accounts"] == tables["accounts"].sha256


def test_the_table_of_backups_says_what_the_folder_says(database: Database, backups: Backups) -> None:
    made = [backups.make("full"), backups.make("incremental")]
    with database.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id::text, status, type FROM backups ORDER BY created_at"
        ).all()
    assert [tuple(row) for row in rows] == [(one.id, "verified", one.type) for one in made]


def test_progress_rises_from_the_start_to_the_end(database: Database, backups: Backups) -> None:
    add_account(database, "one")
    seen: list[tuple[int, int, str]] = []
    backups.make("full", progress=lambda *step: seen.append(step))
    shares = [done / total for done, total, _ in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1] < 1) == (0, True)
    assert "copying deals" in {what for _, _, what in seen}
    assert "proof: restoring deals" in {what for _, _, what in seen}
