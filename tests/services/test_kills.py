"""An importing process that is killed at any moment loses and duplicates nothing."""

from __future__ import annotations

import os
import random
import signal
import time
from decimal import Decimal
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


def import_forever(url: str, folder: Path) -> None:
    """Imports the same ledger, a longer and longer part of it, until somebody kills it."""
    database = Database(url)
    ledger = WholeLedger(Archived(ArchiveFiles(folder)))
    whole = long_statement()
    for end in range(3, len(whole.deals), 14):
        part = make_statement([row.deal for row in whole.deals[:end]])
        Ingest(database, ledger).post([part], Origin(f"{end}.xlsx", f"{end:064d}"), store=True)


def test_25_kills_lose_and_duplicate_nothing(services: Services, database_url: str) -> None:
    context = children()
    chance = random.Random(11)
    killed = 0
    while killed < KILLS:
        process = context.Process(target=import_forever, args=(database_url, services.settings.archives))
        process.start()
        time.sleep(chance.uniform(0.05, 0.6))
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.join()
        _holds_whole_imports_only(services)
    statement = long_statement()
    (report,) = services.ingest.post([statement], Origin("all.xlsx", "f" * 64), store=True)
    assert report.stored
    record = services.performance.record(report.account.id)
    assert [deal.ticket for deal in record.deals] == [row.deal.ticket for row in statement.deals]
    assert len(record.trades) == TRADES
    assert record.booked.balance_change == sum((row.deal.cash for row in statement.deals), Decimal(0))


def _holds_whole_imports_only(services: Services) -> None:
    """Whatever is stored is the state after some whole import: balance, trades and record agree."""
    for account in services.performance.accounts():
        record = services.performance.record(account.id)
        assert record.state is not None
        assert record.state.balance == record.booked.balance_change
        assert max(kept.deals for kept in record.imports) == len(record.deals)
        assert len(record.trades) == (len(record.deals) - 1) // 2
