"""Damage: every flipped bit is found, a damaged backup restores nothing, a new one heals what it can."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from services.backup.backups import Backups
from services.errors import DamagedError, NotFoundError, WrongKeyError
from services.settings import load
from tests.backup.rows import add_account, add_deals, fingerprint, run, tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from services.storage.engine import Database

FLIPS = 100


def make_chain(database: Database, backups: Backups) -> list[str]:
    """Three backups that build on each other."""
    account = add_account(database, "one")
    add_deals(database, account, 400)
    made = [backups.make("full").id]
    for first in (1000, 2000):
        add_deals(database, account, 100, first=first)
        made.append(backups.make("incremental").id)
    return made


def files(folder: Path) -> list[Path]:
    """Every file that a backup needs; a salt only names new objects."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "salt")


def test_100_of_100_flipped_bits_are_found(database: Database, either: Backups, folder: Path) -> None:
    make_chain(database, either)
    assert either.verify() == ()
    chance = random.Random(7)
    found = 0
    for _ in range(FLIPS):
        path = chance.choice(files(folder))
        whole = path.read_bytes()
        bit = chance.randrange(8 * len(whole))
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        found += bool(either.verify())
        path.write_bytes(whole)
    assert found == FLIPS
    assert either.verify() == ()


def test_a_truncated_or_longer_file_is_found(database: Database, either: Backups, folder: Path) -> None:
    make_chain(database, either)
    for path in files(folder):
        whole = path.read_bytes()
        for content in (*(whole[:cut] for cut in (0, 1, 40, -41, -1)), whole + b"\0"):
            path.write_bytes(content)
            assert either.verify(), (path, len(content))
        path.unlink()
        assert either.verify() or path.name == "backup.json", path  # an entry without one was never finished
        path.write_bytes(whole)


def test_two_objects_that_changed_places_are_found(
    database: Database, either: Backups, folder: Path, empty_url: str
) -> None:
    make_chain(database, either)
    one, two, *_ = (path for path in files(folder) if path.parent.parent.name == "objects")
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    assert len(either.verify()) == 2
    with pytest.raises(DamagedError, match="holds something else"):
        either.restore("latest", empty_url)


def test_a_damaged_chain_leaves_the_target_untouched(
    database: Database, either: Backups, folder: Path, empty_url: str
) -> None:
    *_, last = make_chain(database, either)
    for path in files(folder):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises((DamagedError, NotFoundError)):
            either.restore(last, empty_url)
        assert tables_of(empty_url) == []
        path.write_bytes(whole)
    either.restore(last, empty_url)
    assert fingerprint(empty_url) == fingerprint(database)


def test_what_is_gone_from_the_middle_of_a_chain_is_named(
    database: Database, backups: Backups, folder: Path, empty_url: str
) -> None:
    _, middle, last = make_chain(database, backups)
    (entry,) = folder.glob(f"*-{middle[:8]}")
    (entry / "backup.json").unlink()
    with pytest.raises(DamagedError, match=f"{middle}, which {last} builds on, is missing"):
        backups.restore(last, empty_url)


def test_a_wrong_or_missing_key_is_one_clear_sentence(
    database: Database, encrypted: Backups, backups: Backups, place: dict[str, str], empty_url: str
) -> None:
    made = encrypted.make("full")
    with pytest.raises(WrongKeyError, match=f"{made.path} is encrypted; set BACKUP_KEY"):
        backups.restore("latest", empty_url)
    other = Backups(database, load(place | {"BACKUP_KEY": "another key, which is as long as it must be"}))
    with pytest.raises(WrongKeyError, match=f"{made.path} was encrypted with another BACKUP_KEY"):
        other.restore("latest", empty_url)
    assert tables_of(empty_url) == []
    assert {issue.recommendation for issue in other.verify()} == {
        "Set BACKUP_KEY to the key that it was made with."
    }


def test_another_key_or_none_begins_a_new_chain(
    database: Database, encrypted: Backups, backups: Backups, place: dict[str, str]
) -> None:
    encrypted.make("full")
    made = backups.make("incremental")
    assert (made.type, made.is_encrypted) == ("full", False)
    assert "BACKUP_KEY" in made.notes[0]
    assert encrypted.make("incremental").type == "full"
    other = Backups(database, load(place | {"BACKUP_KEY": "another key, which is as long as it must be"}))
    assert other.make("incremental").type == "full"


def test_a_backup_writes_damaged_objects_again(
    database: Database, either: Backups, folder: Path, empty_url: str
) -> None:
    _first, *_ = make_chain(database, either)
    for path in (folder / "objects").glob("*/*"):
        path.write_bytes(b"rot")
    assert either.verify()
    assert either.make("incremental").verified
    run(database, "DELETE FROM accounts")
    either.restore("latest", empty_url)
    assert fingerprint(empty_url)["deals"][0]


def test_a_header_without_a_manifest_of_its_own_is_found(
    database: Database, either: Backups, folder: Path
) -> None:
    make_chain(database, either)
    one, two, _ = sorted(folder.glob("2*-*"))
    (manifest,) = one.glob("manifest*")
    (two / manifest.name).write_bytes(manifest.read_bytes())
    assert either.verify()
