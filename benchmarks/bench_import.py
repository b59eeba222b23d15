"""`bench import`: a 10,000-deal report from file to stored and reconciled, against reading the same file."""

from __future__ import annotations

import io
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import openpyxl

from benchmarks._report import Line, interleaved
from benchmarks.statement_files import made_up_ledger, mt5_history_html, mt5_history_xlsx
from services.container import Services, build
from services.importers import SourceFile
from services.settings import load
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Callable

DEALS = 10_000
MOST = 3.0


def run() -> list[Line]:
    """Both formats; on a scratch database that is gone afterwards."""
    ledger = made_up_ledger(DEALS)
    html, xlsx = mt5_history_html(ledger), mt5_history_xlsx(ledger)
    with tempfile.TemporaryDirectory(prefix="performance-bench-") as folder:
        Path(folder).chmod(0o755)
        services = build(load({"DATA_DIR": folder}))
        try:
            migrate(services.database)
            return [
                _line(services, "HTML", SourceFile("report.html", html), read_html, "lxml reads it"),
                _line(services, "XLSX", SourceFile("report.xlsx", xlsx), read_xlsx, "openpyxl reads it"),
            ]
        finally:
            services.close()


def _line(
    services: Services, name: str, file: SourceFile, read: Callable[[bytes], int], floor_name: str
) -> Line:
    def store() -> None:
        (report,) = services.ingest.store(file)
        if not report.stored or report.residual or report.new_deals < DEALS:
            raise AssertionError(f"The report was not stored whole: {report.problems}")

    def forget() -> None:
        with services.database.begin() as connection:
            connection.exec_driver_sql("DELETE FROM accounts")

    return interleaved(
        f"{name} report of {DEALS:,} deals, file to stored and reconciled",
        store,
        lambda: read(file.content),
        floor_name=floor_name,
        most=MOST,
        between=forget,
    )


def read_html(content: bytes) -> int:
    """How many cells lxml finds, their text read."""
    root = lxml.html.fromstring(content.decode("utf-16"))
    cells = [list(cell.itertext()) for row in root.iter("tr") for cell in row]
    return len(cells)


def read_xlsx(content: bytes) -> int:
    """How many cells openpyxl's read-only mode finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
