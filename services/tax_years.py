"""A taxpayer's year: rows, lots, washes, what is not on the form, and the proof that nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from services.errors import InvalidInputError, NotFoundError
from services.kept import Newest
from services.storage.tax_marks import tax_mark
from services.tax.bridge import Bridge
from services.tax.matching import match
from services.tax.named_lots import with_named_lots
from services.tax.pausing import collector_paused
from services.tax.through import known_through
from services.tax_reading import read_tax_ledger
from services.tax_year import year_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from services.retention.archived import Archived
    from services.settings import Settings
    from services.storage.engine import Database
    from services.tax.matching import Matched
    from services.tax.model import TaxYear
    from services.tax.policy import Policy
    from services.tax_reading import TaxLedger

KEPT_YEARS = 12
FIRST_YEAR, LAST_YEAR = 1900, 2099


@dataclass(frozen=True)
class TaxBook:
    """What was read, and what it makes; matched once for all years."""

    ledger: TaxLedger
    tax_zone: str

    @cached_property
    def policy(self) -> Policy:
        """The taxpayer's choices."""
        policy = self.ledger.profile.policy(self.names, has_dates_only=self.ledger.has_dates_only)
        return with_named_lots(policy, self.ledger.executions)

    @cached_property
    def names(self) -> dict[str, str]:
        """The accounts' names by their ids."""
        return {str(account.id): account.name for account in self.ledger.accounts}

    @cached_property
    def matched(self) -> Matched:
        """Lots and washes of all accounts."""
        return match(self.ledger.executions, self.policy)

    @cached_property
    def bridge(self) -> Bridge:
        """The way from the ledger's result to the form's."""
        return Bridge(self.ledger.executions, self.matched)

    def through(self, year: int) -> date | None:
        """Through which day everything is known that can change a year."""
        complete = {
            self.names[key]: day for key, day in self.ledger.profile.complete.items() if key in self.names
        }
        holding = {lot.opening.first.account for lot in self.matched.lots if lot.is_open}
        return known_through(self.last_days, holding, complete, year)

    @cached_property
    def last_days(self) -> dict[str, date]:
        """The last execution of each account."""
        last: dict[str, date] = {}
        for item in self.ledger.executions:
            last[item.account] = max(item.trade_date, last.get(item.account, item.trade_date))
        return last


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
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise InvalidInputError(f"{year} is no tax year; write one such as 2025.")
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
