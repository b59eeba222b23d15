"""An importing process that is killed at any moment loses and duplicates nothing."""

from __future__ import annotations

import random
import signal
import time
from decimal import Decimal
from itertools import chain, repeat
from typing import TYPE_CHECKING

from services.account_opening import Origin
from services.ingest import Ingest
from services.retention.archive_files import ArchiveFiles
from services.retention.archived import Archived
from services.storage.engine import Database
from services.whole_ledger import WholeLedger
from tests.children import children
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from services.container import Services
    from services.statement import Statement

KILLS = 25
TRADES = 400


def long_statement() -> Statement:
    deals = [flow(1, 10_000)]
    for number in range(TRADES):
        deals += round_trip(10 + 2 * number, (number * 37 % 101) - 50, commission="-0.35")
    return make_statement(deals)


def import_forever(url: str, folder: Path, known: int, told: Connection) -> None:
    """Imports the same ledger, from the *known* deals on a trade more every time, until somebody kills it.

    It tells of every import before it begins.
    """
    database = Database(url)
    ledger = WholeLedger(Archived(ArchiveFiles(folder)))
    deals = [row.deal for row in long_statement().deals]
    for end in chain(range(known + 2, len(deals), 2), repeat(len(deals))):
        told.send(end)
        part = make_statement(deals[:end])
        Ingest(database, ledger).post([part], Origin(f"{end}.xlsx", f"{end:064d}"), store=True)


def test_25_kills_lose_and_duplicate_nothing(services: Services, database_url: str) -> None:
    context = children()
    chance = random.Random(11)
    known = 1
    for number in range(KILLS):
        heard, told = context.Pipe(duplex=False)
        process = context.Process(
            target=import_forever, args=(database_url, services.settings.archives, known, told)
        )
        process.start()
        told.close()
        for _ in range(1 + number % 3):
            heard.recv()
        time.sleep(chance.uniform(0, 0.3))
        process.kill()
        process.join()
        heard.close()
        assert process.exitcode == -signal.SIGKILL
        known = max(known, _whole_imports_only(services))
    statement = long_statement()
    (report,) = services.ingest.post([statement], Origin("all.xlsx", "f" * 64), store=True)
    assert report.stored
    assert known > 1
    record = services.performance.record(report.account.id)
    assert [deal.ticket for deal in record.deals] == [row.deal.ticket for row in statement.deals]
    assert len(record.trades) == TRADES
    assert record.booked.balance_change == sum((row.deal.cash for row in statement.deals), Decimal(0))


def _whole_imports_only(services: Services) -> int:
    """The number of deals; what is stored is the state after some whole import: all of it agrees."""
    deals = 0
    for account in services.performance.accounts():
        record = services.performance.record(account.id)
        deals = len(record.deals)
        assert record.state is not None
        assert record.state.balance == record.booked.balance_change
        assert max(kept.deals for kept in record.imports) == deals
        assert len(record.trades) == (deals - 1) // 2
    return deals
