"""A hundred thousand deals of one taxpayer, from the ledger to every file of a year."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks._figure import Figure
from benchmarks._tax_events import deals
from services.calc.period import Period
from services.container import Services, build
from services.exports import formats
from services.importers import SourceFile
from services.settings import load
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

DEALS, YEAR, MOST = 100_000, 2025, 60.0
HEADER = "time,account,symbol,asset_class,side,quantity,price,order_id"


def files() -> list[Figure]:
    """Import, then the year (read, matched, proven) and each file of it; with the time of all files."""
    with _product() as services:
        began = time.perf_counter()
        reports = services.ingest.store(SourceFile("executions.csv", _executions()))
        figures = [Figure("100,000 deals imported and reconciled", time.perf_counter() - began, "s")]
        if not all(report.stored for report in reports):
            raise AssertionError("The deals were not stored.")
        began, work = time.perf_counter(), time.process_time()
        rows = len(services.tax_years.of(YEAR).rows)
        figures.append(Figure(f"the year, {rows:,} rows", time.perf_counter() - began, "s"))
        for name in (one.name for one in formats("tax")):
            begun = time.perf_counter()
            size = _made(services, name)
            figures.append(Figure(f"{name}, {size / 1e6:,.1f} MB", time.perf_counter() - begun, "s"))
        seconds = time.perf_counter() - began
        figures.append(Figure("of which its processor worked", time.process_time() - work, "s"))
        return [*figures, Figure("100,000 deals to the year and all its files", seconds, "s", most=MOST)]


def _made(services: Services, name: str) -> int:
    reporting = services.reporting
    period = Period(None, datetime.now(UTC))
    request = reporting.request((), period, options={"tax_year": str(YEAR)})
    with tempfile.TemporaryDirectory() as folder:
        return reporting.write(reporting.document("tax", request), name, Path(folder)).stat().st_size


def _executions() -> bytes:
    lines = [
        f"{deal.time.replace(' ', 'T')},A,{deal.symbol},stock,{'buy' if deal.is_buy else 'sell'},"
        f"{deal.shares},{deal.price / 100:.2f},{number}"
        for number, deal in enumerate(deals(DEALS), start=1)
    ]
    return "\n".join((HEADER, *lines, "")).encode()


@contextmanager
def _product() -> Iterator[Services]:
    with tempfile.TemporaryDirectory(prefix="performance-bench-") as folder:
        Path(folder).chmod(0o755)
        services = build(load({"DATA_DIR": folder}))
        try:
            migrate(services.database)
            yield services
        finally:
            services.close()
