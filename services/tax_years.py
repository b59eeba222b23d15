"""A taxpayer's year: rows, lots, washes, what is not on the form, and the proof that nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from services.errors import InvalidInputError, NotFoundError
from services.kept import Newest
from services.storage.tax_marks import tax_mark
from services.tax.pausing import collector_paused
from services.tax_book import TaxBook
from services.tax_reading import read_tax_ledger
from services.tax_year import year_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from services.retention.archived import Archived
    from services.settings import Settings
    from services.storage.engine import Database
    from services.tax.year import TaxYear

KEPT_YEARS = 12
FIRST_YEAR, LAST_YEAR = 1900, 2099


def year_to_file() -> int:
    """The last year that is over, which is meant where none is named."""
    return datetime.now(UTC).year - 1


def require_year(year: int) -> None:
    """Raises InvalidInputError for a year that is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInputError(f"{year} is no tax year; write one such as 2025.")


class TaxYears:
    """Answers tax years; they are kept while ledgers, profile, symbols and rates stay the same."""

    def __init__(self, database: Database, archived: Archived, settings: Settings) -> None:
        self._database = database
        self._archived = archived
        self._zone = settings.tax_timezone
        self._books: Newest[TaxBook] = Newest(1)
        self._years: Newest[TaxYear] = Newest(KEPT_YEARS)

    def of(self, year: int, accounts: Sequence[UUID] | None = None) -> TaxYear:
        """A year of these accounts (all when none are named); washes are matched across all.

        Raises InvalidInputError for a year that is none, NotFoundError for an account.
        """
        require_year(year)
        with self._database.read() as connection:
            mark = tax_mark(connection)
        book = self._books.get("", mark, self._read)
        wanted = frozenset(accounts or ())
        missing = wanted - {one.id for one in (*book.ledger.accounts, *book.ledger.left_out)}
        if missing:
            raise NotFoundError("account", min(missing, key=str))
        with collector_paused():
            return self._years.get((year, wanted), mark, partial(year_of, book, year, wanted))

    def last_days(self) -> dict[str, date]:
        """The day of the last execution of each account that has any, by name."""
        with self._database.read() as connection:
            mark = tax_mark(connection)
        return self._books.get("", mark, self._read).last_days

    def years(self) -> tuple[int, ...]:
        """Years in which anything was traded, the newest first."""
        with self._database.read() as connection:
            mark = tax_mark(connection)
        days = self._books.get("", mark, self._read).ledger.days
        return tuple(sorted({one.day.year for one in days}, reverse=True))

    def _read(self) -> TaxBook:
        with self._database.read() as connection, collector_paused():
            return TaxBook(read_tax_ledger(connection, self._archived, self._zone), self._zone)
