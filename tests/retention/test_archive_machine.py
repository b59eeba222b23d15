"""Imports, corrections, archives, purges, damage and crashes in any order: no deal is ever lost."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from services.account_opening import Origin
from services.container import Services
from services.errors import DamagedError
from services.retention.retention import Retention
from services.storage import archives, ledger
from tests.making import flow, make_statement, round_trip
from tests.retention.aging import BEGIN, FAR, STAGES
from tests.retention.conftest import settings_of

if TYPE_CHECKING:
    from services.model import Deal
    from services.storage.engine import Database

NUMBERS = count(1)


class Crash(BaseException):
    """The end of a process in the middle of its work."""


class Ages(RuleBasedStateMachine):
    """One account, its folder of archives, and what must be true of both."""

    database: Database
    url: str
    root: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.root))
        self.settings = settings_of(self.url, self.folder)
        self.deals: dict[int, Deal] = {}
        self.whole: dict[Path, bytes] = {}
        with self.database.begin() as connection:
            connection.execute(text("DELETE FROM accounts"))
        self.post({1: flow(1, 1000, time=BEGIN)})

    def teardown(self) -> None:
        try:
            self.put_back()
            self.purge()
            assert self.read() == self.deals
            issues = self.product().retention.verify()
            assert [issue for issue in issues if "no list" not in issue.problem] == []
        finally:
            shutil.rmtree(self.folder)

    def product(self) -> Services:
        """A process that has read nothing yet."""
        return Services(self.settings, self.database, None)

    def post(self, deals: dict[int, Deal]) -> None:
        ordered = sorted(deals.values(), key=lambda deal: (deal.time, deal.ticket))
        origin = Origin("all.xlsx", f"{next(NUMBERS):064d}", server_zone="UTC")
        try:
            (report,) = self.product().ingest.post([make_statement(ordered)], origin, store=True)
        except DamagedError:
            assert self.is_damaged()
            return
        assert report.stored, report.problems
        assert report.new_deals == len(deals.keys() - self.deals.keys())
        assert report.changed_deals == sum(deals[ticket] != deal for ticket, deal in self.deals.items())
        self.deals = dict(deals)

    def archives(self) -> list[archives.Archive]:
        with self.database.read() as connection:
            return list(archives.all_archives(connection))

    def is_damaged(self) -> bool:
        """Whether a file that rows are read from is not what was written."""
        return any(
            not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != archive.sha256
            for archive in self.archives()
            if archive.state == archives.PURGED
            for path in [self.settings.archives / archive.path]
        )

    def read(self) -> dict[int, Deal]:
        product = self.product()
        (account,) = product.performance.accounts()
        with self.database.read() as connection:
            found = product.archived.deals(connection, account.id)
        assert len({deal.ticket for deal in found}) == len(found)
        return {deal.ticket: deal for deal in found}

    @rule(day=st.integers(0, 150), profit=st.integers(-50, 50))
    def insert(self, day: int, profit: int) -> None:
        """A round trip at any time, also within months that have been purged."""
        opened = BEGIN + timedelta(days=day)
        ticket = max(self.deals) + 1
        pair = round_trip(ticket, profit / 4, opened=opened, closed=opened + timedelta(hours=30))
        self.post(self.deals | {deal.ticket: deal for deal in pair})

    @rule(chosen=st.integers(0), amount=st.integers(1, 9))
    def correct(self, chosen: int, amount: int) -> None:
        """The broker says another profit of a deal than before."""
        ticket = sorted(self.deals)[chosen % len(self.deals)]
        changed = replace(self.deals[ticket], profit=self.deals[ticket].profit + amount)
        self.post(self.deals | {ticket: changed})

    @rule()
    def import_again(self) -> None:
        """The same statement once more."""
        self.post(self.deals)

    @rule()
    def archive(self) -> None:
        """Copies are made, nothing leaves."""
        kept = self.settings.model_copy(update={"retention_purge_trade_days": None})
        Retention(self.database, kept).apply(dry_run=False, now=FAR)

    @rule()
    def purge(self) -> None:
        """What is proven leaves."""
        self.product().retention.apply(dry_run=False, now=FAR)

    @rule(stage=st.sampled_from(STAGES), nth=st.integers(1, 4))
    def crash(self, stage: str, nth: int) -> None:
        """The process ends in the middle of a run."""
        left = [nth]

        def die(reached: str) -> None:
            left[0] -= reached == stage
            if left[0] == 0 and reached == stage:
                raise Crash

        with suppress(Crash):
            Retention(self.database, self.settings, die).apply(dry_run=False, now=FAR)

    @precondition(lambda self: any(self.settings.archives.rglob("*.parquet")))
    @rule(chosen=st.integers(0), how=st.sampled_from(["flip", "cut", "remove"]), place=st.integers(0))
    def damage(self, chosen: int, how: str, place: int) -> None:
        """A file loses a bit, its end, or itself."""
        files = sorted(self.settings.archives.rglob("*.parquet"))
        path = files[chosen % len(files)]
        found = path.read_bytes()
        self.whole.setdefault(path, found)
        match how:
            case "flip" if found:
                flipped = bytearray(found)
                flipped[place % len(found)] ^= 1
                path.write_bytes(flipped)
            case "cut" if found:
                path.write_bytes(found[: place % len(found)])
            case "remove":
                path.unlink()

    @rule()
    def put_back(self) -> None:
        """Files come back from a backup."""
        for path, found in self.whole.items():
            path.write_bytes(found)
        self.whole.clear()

    @invariant()
    def reads_every_newest_version_or_says_what_is_damaged(self) -> None:
        """Never fewer rows."""
        try:
            found = self.read()
        except DamagedError:
            assert self.is_damaged()
            return
        assert found == self.deals

    @invariant()
    def has_every_deal_live_or_in_an_archive_that_was_verified(self) -> None:
        """As the list of archives says it, whatever became of the files."""
        with self.database.read() as connection:
            account_id = connection.scalar(text("SELECT id FROM accounts"))
            live = {deal.ticket for deal in ledger.read_deals(connection, account_id)}
        gone = [archive for archive in self.archives() if archive.state == archives.PURGED]
        assert all(archive.verified_at is not None for archive in gone)
        counted = sum(archive.records for archive in gone if archive.table_name == "deals")
        assert len(live) + counted >= len(self.deals)


def test_no_deal_is_ever_lost(database: Database, database_url: str, tmp_path: Path) -> None:
    Ages.database, Ages.url, Ages.root = database, database_url, tmp_path
    run_state_machine_as_test(
        Ages,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
