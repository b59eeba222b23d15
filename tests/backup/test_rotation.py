"""Rotation: what stays is what the settings promise, whatever backups there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from services.backup.backups import Backups
from services.backup.rotation import Candidate, Keep, chain, kept
from services.settings import load
from tests.backup.rows import add_account, add_deals, run

if TYPE_CHECKING:
    from pathlib import Path

    from services.storage.engine import Database

START = datetime(2026, 1, 1, 2, 10, tzinfo=UTC)


@st.composite
def histories(draw: st.DrawFn) -> list[Candidate]:
    """Backups at any times; each builds on nothing or on a good one before it."""
    hours = sorted(draw(st.lists(st.integers(0, 24 * 500), unique=True, max_size=60)))
    found: list[Candidate] = []
    for hour in hours:
        good = [one.id for one in found if one.is_good]
        parent = draw(st.sampled_from([None, *good[-1:]]))
        is_good = draw(st.integers(0, 4)) > 0
        found.append(Candidate(str(hour), START + timedelta(hours=hour), parent, is_good))
    return found


keeps = st.builds(Keep, st.integers(1, 10), st.integers(0, 6), st.integers(0, 14))


@given(histories(), keeps)
def test_the_newest_good_backup_and_all_that_is_built_on_stay(found: list[Candidate], keep: Keep) -> None:
    stay = kept(found, keep)
    good = [one for one in found if one.is_good]
    assert not good or good[-1].id in stay
    assert all(one.parent in stay for one in found if one.id in stay and one.parent is not None)


@given(histories(), keeps)
def test_the_last_good_one_of_each_period_stays(found: list[Candidate], keep: Keep) -> None:
    stay = kept(found, keep)
    days = {one.created_at.date(): one.id for one in found if one.is_good}
    weeks = {one.created_at.isocalendar()[:2]: one.id for one in found if one.is_good}
    months = {(one.created_at.year, one.created_at.month): one.id for one in found if one.is_good}
    last_of = list(days.values()), list(weeks.values()), list(months.values())
    for last, number in zip(last_of, (keep.daily, keep.weekly, keep.monthly), strict=True):
        assert set(last[len(last) - min(number, len(last)) :]) <= stay


@given(histories(), keeps)
def test_no_more_stays_than_that(found: list[Candidate], keep: Keep) -> None:
    stay = kept(found, keep)
    parents = {one.id: one.parent for one in found}
    needed = {id_ for one in stay for id_ in chain(one, parents)[1:]}
    assert len(stay - needed) <= 1 + keep.daily + keep.weekly + keep.monthly


@given(histories(), keeps)
def test_to_rotate_twice_is_to_rotate_once(found: list[Candidate], keep: Keep) -> None:
    stay = kept(found, keep)
    assert kept([one for one in found if one.id in stay], keep) == stay


def test_a_year_of_nightly_backups_becomes_a_few() -> None:
    nightly = [Candidate(str(day), START + timedelta(days=day), None, is_good=True) for day in range(365)]
    stay = kept(nightly, Keep(7, 4, 12))
    assert stay >= {str(day) for day in range(358, 365)}
    assert len(stay) == 7 + 2 + 11


def test_rotation_removes_backups_and_what_only_they_needed(
    database: Database, place: dict[str, str], folder: Path
) -> None:
    clock = [START]
    settings = load(place | {"BACKUP_DAILY": "2", "BACKUP_WEEKLY": "0", "BACKUP_MONTHLY": "0"})
    backups = Backups(database, settings, now=lambda: clock[0])
    add_deals(database, add_account(database, "one"), 10)
    made = []
    for day in range(4):
        run(database, "UPDATE deals SET profit = profit + 1")
        clock[0] = START + timedelta(days=day)
        made.append(backups.make("full" if day != 3 else "incremental").id)
    before = len(list((folder / "objects").glob("*/*")))
    assert set(backups.rotate()) == set(made[:2])
    assert {one.id for one in backups.list()} == set(made[2:])
    assert len(list((folder / "objects").glob("*/*"))) < before
    assert backups.verify() == ()
    assert backups.rotate() == ()


def test_nothing_is_swept_while_a_manifest_cannot_be_read(
    database: Database, backups: Backups, folder: Path
) -> None:
    add_account(database, "one")
    backups.make("full")
    (header,) = folder.glob("*/backup.json")
    whole = header.read_bytes()
    header.write_bytes(whole[:-2])
    before = sorted((folder / "objects").glob("*/*"))
    assert backups.rotate() == ()
    assert sorted((folder / "objects").glob("*/*")) == before
    header.write_bytes(whole)
    assert backups.verify() == ()
