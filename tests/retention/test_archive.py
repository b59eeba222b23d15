"""Archives: proven before anything leaves, named by their content, never written twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.account_opening import Origin
from services.retention.archive_files import ArchiveFiles
from services.retention.archived import Archived
from services.retention.retention import Retention
from services.settings import load
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from pathlib import Path

    from services.container import Services

FAR = datetime(2036, 1, 1, tzinfo=UTC)


def test_purged_deals_and_trades_are_read_as_before(services: Services, tmp_path: Path) -> None:
    settings = load({"DATA_DIR": str(tmp_path), "RETENTION_PURGE_TRADE_DAYS": "2555"})
    statement = make_statement([flow(1, 1000), *round_trip(2, 25), *round_trip(4, -10)])
    services.ingest.post([statement], Origin("report.xlsx", "a" * 64), store=True)
    before = services.performance.record(services.performance.accounts()[0].id)
    retention = Retention(services.database, settings)
    done = retention.apply(dry_run=False, now=FAR)
    assert (done.total.archived, done.total.purged) == (7, 7)
    assert retention.verify() == ()
    archived = Archived(ArchiveFiles(settings.archives))
    with services.database.read() as connection:
        assert archived.deals(connection, before.account.id) == before.deals
        assert archived.trades(connection, before.account.id) == before.trades
