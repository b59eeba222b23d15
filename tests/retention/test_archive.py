"""Archives: proven before anything leaves, named by their content, never written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text

from services.errors import BusyError, InvalidInputError, NoSpaceError
from services.retention.retention import Retention
from services.storage import month_rows, tables
from services.storage.alone import one_run
from services.storage.month_values import KINDS, Slice
from tests.making import round_trip
from tests.retention.aging import BEGIN, FAR, SOON, age, deals_of_months, post, record_hours
from tests.retention.conftest import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

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
    assert "performance_15m, which replaces it, is not made yet" in outcome.waiting[0].sentence
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


def test_only_one_run_at_a_time(plain: Services) -> None:
    with one_run(plain.database), pytest.raises(BusyError, match="applied already"):
        plain.retention.apply(dry_run=False)
    assert plain.retention.apply(dry_run=False).total.archived == 0


class Unnoticed:
    """A connection whose closing the server has not noticed yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Nothing that the server would see."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def test_a_run_may_follow_another_before_the_server_has_noticed_its_end(
    plain: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(plain, deals_of_months(months=1))
    hold = plain.database.hold
    held: list[Connection] = []

    def hold_unnoticed() -> Unnoticed:
        held.append(hold())
        return Unnoticed(held[-1])

    monkeypatch.setattr(plain.database, "hold", hold_unnoticed)
    age(plain, table="deals")
    assert age(plain).waiting == ()
    assert len(held) == 2 + 2
    for connection in held:
        connection.close()


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
