"""Archives: proven before anything leaves, named by their content, never written twice."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from services.errors import BusyError, InvalidInputError, NoSpaceError
from services.retention.archive_files import ArchiveFiles
from services.retention.retention import Retention
from services.storage import month_rows, tables
from services.storage.alone import one_run
from services.storage.month_values import KINDS, Slice
from tests.making import round_trip
from tests.retention.aging import BEGIN, FAR, SOON, age, deals_of_months, post, record_hours
from tests.retention.conftest import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from services.container import Services


def rows_in(services: Services, table: str) -> int:
    with services.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_deals_are_copied_and_stay_where_nobody_set_when_they_leave(plain: Services) -> None:
    post(plain, deals_of_months())
    settings = settings_of("postgresql://unused", plain.settings.data_dir)
    kept = settings.model_copy(update={"retention_purge_trade_days": None})
    outcome = Retention(plain.database, kept).apply(dry_run=False, now=FAR)
    assert (outcome.tables["deals"].archived, outcome.tables["deals"].purged) == (25, 0)
    assert rows_in(plain, "deals") == 25
    assert {archive.state for archive in plain.retention.list()} == {"verified"}
    again = Retention(plain.database, kept).apply(dry_run=False, now=FAR)
    assert again.total.archived == 0


def test_a_dry_run_counts_what_would_be_done_and_changes_nothing(product: Services) -> None:
    report = post(product, deals_of_months())
    record_hours(product, report.account.id, BEGIN, 40)
    product.series_care.refresh()
    names = ("deals", "trade_performance", "performance_snapshots", "archives")
    before = [rows_in(product, name) for name in names]
    dry = product.retention.apply(now=FAR)
    assert dry.dry_run
    assert (dry.tables["deals"].archived, dry.tables["deals"].purged) == (25, 25)
    assert [rows_in(product, name) for name in names] == before
    assert contents(product.settings.data_dir) == {}
    done = product.retention.apply("deals", dry_run=False, now=FAR)
    assert done.tables == {"deals": dry.tables["deals"]}


def test_the_month_under_way_and_young_months_stay(plain: Services) -> None:
    report = post(plain, deals_of_months())
    record_hours(plain, report.account.id, BEGIN, 59)
    outcome = age(plain, BEGIN.replace(month=3, day=15), "performance_snapshots")
    assert outcome.total.purged == 31 * 24
    assert rows_in(plain, "performance_snapshots") == 28 * 24


def test_snapshots_wait_for_the_summary_that_replaces_them_and_later_months_wait_with_them(
    product: Services,
) -> None:
    report = post(product, deals_of_months())
    recorded = record_hours(product, report.account.id, BEGIN, 70)
    outcome = product.retention.apply("performance_snapshots", dry_run=False, now=SOON)
    assert (outcome.total.archived, outcome.total.purged) == (recorded, 0)
    assert "performance_15m, which replaces it, is made until 1970" in outcome.waiting[0].sentence
    assert rows_in(product, "performance_snapshots") == recorded
    assert age(product, SOON, "performance_snapshots").total.purged == recorded
    assert rows_in(product, "performance_snapshots") == 0


def test_a_late_deal_makes_another_file_and_the_first_is_not_touched(product: Services) -> None:
    deals = deals_of_months()
    post(product, deals)
    age(product)
    before = contents(product.settings.archives)
    late = round_trip(900, 5, opened=BEGIN.replace(day=20), closed=BEGIN.replace(day=21))
    report = post(product, [*deals, *late], "late.xlsx")
    assert (report.new_deals, report.changed_deals) == (2, 0)
    assert rows_in(product, "deals") == 2
    age(product)
    after = contents(product.settings.archives)
    assert before.items() <= after.items()
    assert rows_in(product, "deals") == 0
    (account,) = product.performance.accounts()
    assert len(product.performance.record(account.id).deals) == 27
    months = [archive.month for archive in product.retention.list() if archive.table == "deals"]
    assert months.count(BEGIN.date()) == 2
    assert product.retention.verify() == ()


def test_rows_that_changed_after_the_export_stay_until_they_are_archived_anew(plain: Services) -> None:
    post(plain, deals_of_months(months=1))

    def correct_it(stage: str) -> None:
        if stage == "verified":
            with plain.database.begin() as connection:
                connection.execute(text("UPDATE deals SET profit = profit + 1 WHERE ticket = 11"))

    retention = Retention(plain.database, plain.settings, correct_it)
    outcome = retention.apply("deals", dry_run=False, now=FAR)
    assert "changed after they were archived" in outcome.waiting[0].reason
    assert rows_in(plain, "deals") > 0
    assert age(plain, table="deals").waiting == ()
    assert rows_in(plain, "deals") == 0


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


def test_only_one_run_at_a_time(plain: Services) -> None:
    with one_run(plain.database), pytest.raises(BusyError, match="applied already"):
        plain.retention.apply(dry_run=False)
    assert plain.retention.apply(dry_run=False).total.archived == 0


def test_a_full_disk_is_refused_before_anything_is_written(
    plain: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(plain, deals_of_months())
    usage = type("usage", (), {"free": 1024**3 - 1})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(NoSpaceError, match="nothing was archived"):
        age(plain)
    assert rows_in(plain, "deals") == 25


def test_an_unknown_table_is_refused_with_the_known_ones(plain: Services) -> None:
    with pytest.raises(InvalidInputError, match=r"performance_snapshots, .*trade_performance"):
        plain.retention.apply("accounts")


def test_files_go_with_their_account_and_only_with_it(product: Services) -> None:
    first = post(product, deals_of_months())
    with product.database.begin() as connection:
        connection.execute(text("UPDATE accounts SET login = 'other', name = 'Other'"))
    second = post(product, deals_of_months())
    age(product)
    product.account_care.remove(first.account.id)
    left = {path.name for path in product.settings.archives.iterdir()}
    assert left == {str(second.account.id)}
    assert product.retention.verify() == ()


def test_an_account_removed_while_it_is_archived_leaves_no_file(plain: Services) -> None:
    report = post(plain, deals_of_months())

    def remove_it(stage: str) -> None:
        if stage == "placed" and plain.performance.accounts():
            plain.account_care.remove(report.account.id)

    outcome = Retention(plain.database, plain.settings, remove_it).apply(dry_run=False, now=FAR)
    assert outcome.total.purged == 0
    assert contents(plain.settings.archives) == {}


def test_quotes_are_archived_though_they_belong_to_no_account(product: Services) -> None:
    with product.database.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO quotes SELECT 'S', 'EURUSD', t, 1.1, 1.2 FROM generate_series("
                "timestamptz '2026-01-05', timestamptz '2026-01-06', interval '1 minute') AS t"
            )
        )
    outcome = age(product, SOON, "quotes")
    assert (outcome.total.archived, outcome.total.purged, outcome.waiting) == (1441, 1441, ())
    assert rows_in(product, "quotes") == 0
    (archive,) = product.retention.list()
    assert (archive.account_id, archive.path.split("/")[0]) == (None, "_shared")
    assert product.retention.verify() == ()


def test_a_file_that_is_there_is_never_written_again(tmp_path: Path) -> None:
    files = ArchiveFiles(tmp_path)
    path, digest = files.keep(tmp_path, ".parquet", lambda sink: sink.write(b"rows"))
    born = path.stat().st_ino
    assert files.keep(tmp_path, ".parquet", lambda sink: sink.write(b"rows")) == (path, digest)
    assert path.stat().st_ino == born
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_a_damaged_copy_of_rows_that_are_live_holds_its_month_and_a_missing_one_is_made_again(
    plain: Services,
) -> None:
    post(plain, deals_of_months(months=1))
    copies = replace_purge(plain)
    copies.apply("deals", dry_run=False, now=FAR)
    damaged = max(plain.settings.archives.rglob("*.parquet"), key=lambda path: path.stat().st_size)
    damaged.write_bytes(b"something else")
    outcome = age(plain, table="deals")
    assert "is damaged" in outcome.waiting[-1].reason
    assert rows_in(plain, "deals") > 0
    damaged.unlink()
    assert age(plain, table="deals").waiting == ()
    assert rows_in(plain, "deals") == 0
    assert plain.retention.verify() == ()


def replace_purge(services: Services) -> Retention:
    kept = services.settings.model_copy(update={"retention_purge_trade_days": None})
    return Retention(services.database, kept)


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


def test_rows_are_exported_in_batches_and_never_all_of_them_at_once(
    plain: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_rows, "BATCH", 3)
    post(plain, deals_of_months(months=1))
    (account,) = plain.performance.accounts()
    part = Slice(KINDS["deals"], account.id, BEGIN, BEGIN.replace(month=2))
    with plain.database.read() as connection:
        fields = month_rows.fields_of(connection, "deals")
        sizes = [len(batch) for batch in month_rows.stream(connection, part, fields)]
    assert sizes == [3, 3, 3]
