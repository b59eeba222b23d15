"""Crashes and full disks: at whichever step, nothing is torn and the next run works."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from services.backup import restoring
from services.backup.backups import Backups
from services.errors import BusyError, DamagedError, NoSpaceError
from services.settings import load
from services.storage.backups import only_one
from services.storage.engine import Database
from services.storage.scratch import _outside_transactions, _prefix
from tests.backup.rows import add_account, add_deals, fingerprint
from tests.children import children

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = [
    ("os.fsync", 1),
    ("os.fsync", 2),
    ("Path.replace", 1),
    ("Path.replace", 4),
    ("manifest", 1),
    ("header", 1),
    ("restore", 1),
    ("header", 2),
]
NAMED = {"manifest": "manifest.json", "header": "backup.json"}


def at(step: str, number: int, act: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
    """Let *act* happen when the step is reached for the *number*-th time, before it is done."""
    left = [number]

    def reached() -> None:
        left[0] -= 1
        if not left[0]:
            act()

    def before(owner: object, name: str, matters: Callable[..., bool] = lambda *_: True) -> None:
        real = getattr(owner, name)

        def stepped(*given: Any) -> Any:
            if matters(*given):
                reached()
            return real(*given)

        patch.setattr(owner, name, stepped)

    if step == "os.fsync":
        before(os, "fsync")
    elif step == "restore":
        before(restoring, "copy_in")
    else:
        before(Path, "replace", lambda _, target: Path(target).name.startswith(NAMED.get(step, "")))


def die_at(place: dict[str, str], step: str, number: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        at(step, number, lambda: os.kill(os.getpid(), signal.SIGKILL), patch)
        database = Database(place["DATABASE_URL"])
        Backups(database, load(place)).make("full")


@pytest.mark.parametrize(("step", "number"), STEPS)
def test_a_kill_leaves_nothing_torn_and_the_next_run_works(
    database: Database, backups: Backups, place: dict[str, str], step: str, number: int, folder: Path
) -> None:
    add_deals(database, add_account(database, "one"), 2000)
    first = backups.make("full")
    add_deals(database, add_account(database, "two"), 2000)
    process = children().Process(target=die_at, args=(place, step, number))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert backups.verify() == ()
    good = [made for made in backups.list() if made.verified]
    assert [made.id for made in good] == [first.id]
    made = whenever_free(backups)
    assert made.verified
    assert list(folder.rglob("*.partial")) == []
    assert scratch_databases(database) == []
    backups.rotate()
    assert backups.verify() == ()


def whenever_free(backups: Backups) -> Any:
    """A backup as soon as the server has noticed that the killed one is gone."""
    for _ in range(200):
        try:
            return backups.make("incremental")
        except BusyError:
            multiprocessing.Event().wait(0.05)
    raise AssertionError("The lock of a killed backup is held for ever.")


def scratch_databases(database: Database) -> list[str]:
    with database.begin() as connection:
        found = connection.exec_driver_sql(
            "SELECT datname FROM pg_database WHERE starts_with(datname, 'proof_of_backup_'"
            " || left(encode(sha256(current_database()::text::bytea), 'hex'), 8))"
        )
        return list(found.scalars())


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("step", ["os.fsync", "Path.replace"])
def test_a_full_disk_is_said_and_nothing_is_torn(
    database: Database, backups: Backups, folder: Path, step: str, number: int
) -> None:
    add_deals(database, add_account(database, "one"), 4000)

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        at(step, number, full, patch)
        with pytest.raises(NoSpaceError, match=f"The disk of {folder} is full"):
            backups.make("full")
    assert list(folder.rglob("*.partial")) == []
    assert backups.verify() == ()
    assert [made for made in backups.list() if made.verified] == []
    made = backups.make("incremental")
    assert made.verified
    backups.rotate()
    assert len(backups.list()) == 1


def test_a_disk_that_is_almost_full_is_refused_before_anything_is_written(
    database: Database, place: dict[str, str], folder: Path
) -> None:
    backups = Backups(database, load(place), free=lambda _: 1024**3 - 1)
    with pytest.raises(NoSpaceError, match=r"has 1.0 GiB free and a backup needs 1.0 GiB"):
        backups.make("full")
    assert backups.list() == ()
    assert list(folder.rglob("*")) == []


def test_only_one_backup_runs_at_a_time(database: Database, backups: Backups) -> None:
    with only_one(database), pytest.raises(BusyError, match="Another backup is being made"):
        backups.make("full")
    assert backups.make("full").verified


def test_a_scratch_database_that_a_crash_left_is_dropped(database: Database, backups: Backups) -> None:
    with _outside_transactions(database) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {_prefix(connection)}left")
    assert len(scratch_databases(database)) == 1
    backups.make("full")
    assert scratch_databases(database) == []


def test_the_scratch_database_goes_when_the_proof_fails(
    database: Database, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DamagedError("The rows of deals are refused.")

    monkeypatch.setattr(restoring, "copy_in", refuse)
    add_account(database, "one")
    with pytest.raises(DamagedError, match=r"did not prove\. The rows of deals are refused"):
        backups.make("full")
    (failed,) = backups.list()
    assert (failed.status, failed.error, failed.verified_at) == (
        "failed",
        "The rows of deals are refused.",
        None,
    )
    assert scratch_databases(database) == []
    monkeypatch.undo()
    assert backups.make("incremental").type == "full"
    assert fingerprint(database)["accounts"]
