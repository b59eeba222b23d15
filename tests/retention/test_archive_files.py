"""Archive files say what they are, give back every digit, and betray every change."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from services.retention.archive_files import ArchiveFiles
from services.storage import tables
from tests.retention.aging import BEGIN, age, deals_of_months, post

if TYPE_CHECKING:
    from pathlib import Path

    from services.container import Services


def rows_in(services: Services, table: str) -> int:
    with services.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0


def test_an_entry_of_the_list_says_what_the_file_is(plain: Services) -> None:
    post(plain, deals_of_months())
    age(plain)
    with plain.database.read() as connection:
        found = connection.execute(select(tables.archives)).all()
    for row in found:
        file = plain.settings.archives / row.path
        assert hashlib.sha256(file.read_bytes()).hexdigest() == row.sha256
        assert file.name == f"{row.sha256[:16]}.parquet"
        beside = file.parent / f"{row.manifest_sha256[:16]}.json"
        assert json.loads(beside.read_bytes()) == row.manifest
        assert row.manifest["rows"] == row.records
    first = next(row.manifest for row in found if row.table_name == "deals" and row.month == BEGIN.date())
    assert first["sums"]["commission"] == "-4.00"
    assert first["keys"]["ticket"] == ["10", "17"]
    numbers = sorted(row.manifest["number"] for row in found)
    assert numbers == list(range(1, len(found) + 1))


def test_every_flipped_bit_of_a_hundred_is_found(plain: Services) -> None:
    post(plain, deals_of_months())
    age(plain)
    files = [path for path in plain.settings.archives.rglob("*") if path.is_file()]
    chance = random.Random(3)
    for _ in range(100):
        path = chance.choice(files)
        whole = path.read_bytes()
        flipped = bytearray(whole)
        place = chance.randrange(8 * len(whole))
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        (issue,) = plain.retention.verify()
        assert path.name in issue.problem
        assert "backup" in issue.recommendation
        path.write_bytes(whole)
    assert plain.retention.verify() == ()


def test_a_changed_list_a_missing_file_and_a_stray_one_are_found(plain: Services) -> None:
    post(plain, deals_of_months())
    age(plain)
    gone, *_ = sorted(plain.settings.archives.rglob("*.parquet"))
    gone.rename(gone.with_name("stray.parquet"))
    (gone.parent / "half.partial").write_bytes(b"x")
    with plain.database.begin() as connection:
        connection.execute(text("UPDATE archives SET records = records + 1 WHERE table_name <> 'deals'"))
    found = " ".join(issue.problem for issue in plain.retention.verify())
    for words in (f"{gone} is missing", "stray.parquet is in no list", "left by a crash", "manifest differ"):
        assert words in found


def test_a_link_that_is_taken_out_of_the_chain_is_missed(plain: Services) -> None:
    post(plain, deals_of_months())
    age(plain)
    with plain.database.begin() as connection:
        connection.execute(text("DELETE FROM archives WHERE manifest ->> 'number' = '2'"))
    problems = [issue.problem for issue in plain.retention.verify()]
    assert any("number 2 before it is missing" in problem for problem in problems)


def test_a_file_that_is_there_is_never_written_again(tmp_path: Path) -> None:
    files = ArchiveFiles(tmp_path)
    path, digest = files.keep(tmp_path, ".parquet", lambda sink: sink.write(b"rows"))
    born = path.stat().st_ino
    assert files.keep(tmp_path, ".parquet", lambda sink: sink.write(b"rows")) == (path, digest)
    assert path.stat().st_ino == born
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_the_digits_of_every_amount_are_kept_in_the_files(plain: Services) -> None:
    deals = deals_of_months(months=1)
    odd = [replace(deal, volume=deal.volume + deal.ticket) for deal in deals if deal.ticket]
    post(plain, odd)
    with plain.database.read() as connection:
        before = connection.execute(text("SELECT d::text FROM deals d ORDER BY ticket")).scalars().all()
    age(plain, table="deals")
    assert rows_in(plain, "deals") == 0
    (account,) = plain.performance.accounts()
    with plain.database.begin() as connection:
        plain.archived.recall_deals(connection, account.id, [deal.ticket for deal in deals])
    with plain.database.read() as connection:
        after = connection.execute(text("SELECT d::text FROM deals d ORDER BY ticket")).scalars().all()
    assert after == before
