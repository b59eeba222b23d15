"""Forms 1099 of brokers beside our own rows: kept by account and year, the newer file counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from services.errors import NotFoundError
from services.report_1099_file import read_1099
from services.storage import accounts as accounts_table
from services.storage import broker_reports, records

if TYPE_CHECKING:
    from uuid import UUID

    from services.storage.engine import Database


class BrokerReports:
    """Keeps what brokers report; a change is in the audit log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(
        self, account_id: UUID, filename: str, content: bytes, *, actor: str = "user"
    ) -> dict[int, int]:
        """Keep the lines of a file by year; how many each has. Raises UnreadableFileError, NotFoundError."""
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            lines = read_1099(content, account.name)
            counted = Counter(line.sold.year for line in lines)
            for year in counted:
                mine = [line for line in lines if line.sold.year == year]
                broker_reports.write_report(connection, account_id, year, filename, mine)
            detail = {"filename": filename, "lines": {str(year): count for year, count in counted.items()}}
            records.audit(connection, actor, "import_1099", account.name, detail)
        return dict(sorted(counted.items()))

    def remove(self, account_id: UUID, year: int, *, actor: str = "user") -> None:
        """Forget what was reported of a year; raises NotFoundError."""
        with self._database.begin() as connection:
            account = accounts_table.account_by_id(connection, account_id)
            if not broker_reports.remove_report(connection, account_id, year):
                raise NotFoundError("Form 1099", f"{account.name} {year}")
            records.audit(connection, actor, "remove_1099", account.name, {"year": year})
