"""Years that were filed: closed with their sums, opened again, and watched for what changes them later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.errors import InvalidInputError
from services.storage import records
from services.tax.closing import Closing, Filed, obstacle_of
from services.tax_profiles import CLOSE_YEAR, read_profile
from services.tax_year import digest_of
from services.tax_years import require_year

if TYPE_CHECKING:
    from services.storage.engine import Database
    from services.tax.year import TaxYear
    from services.tax_profiles import TaxProfiles
    from services.tax_years import TaxYears


class TaxClosings:
    """Closes tax years of all accounts; every closing and reopening is in the audit log."""

    def __init__(self, database: Database, years: TaxYears, profiles: TaxProfiles) -> None:
        self._database = database
        self._years = years
        self._profiles = profiles

    def of(self, year: int) -> Closing | None:
        """When and with what a year was closed; None while it is open.

        Raises InvalidInputError for a year that is none.
        """
        require_year(year)
        with self._database.read() as connection:
            digest = read_profile(connection)[0].closed.get(year)
            noted = records.audited(connection, CLOSE_YEAR) if digest is not None else ()
        if digest is None:
            return None
        found, told = self._years.of(year), [row for row in noted if row.object == str(year)]
        now, is_unchanged = Filed.of(found), digest == digest_of(found.rows)
        filed = Filed.noted(told[-1].detail) if told else None
        time, actor = (told[-1].time, told[-1].actor) if told else (None, None)
        return Closing(year, time, actor, filed or (now if is_unchanged else None), now, is_unchanged)

    def close(self, year: int, *, expects: str | None = None, actor: str = "user") -> TaxYear:
        """Note that a year was filed as it is now; raises InvalidInputError while anything is missing.

        *expects* is the hash of the rows that somebody looked at: others are not closed in their place.
        """
        found = self._years.of(year)
        if obstacle := obstacle_of(found):
            raise InvalidInputError(obstacle)
        digest = digest_of(found.rows)
        if expects not in (None, digest):
            raise InvalidInputError(f"The rows of {year} have changed since; look at them once more.")
        self._profiles.close(year, digest, Filed.of(found).detail(), actor=actor)
        return found

    def reopen(self, year: int, *, actor: str = "user") -> None:
        """Take back that a year was filed; raises InvalidInputError where it is open."""
        self._profiles.reopen(year, actor=actor)

    def altered(self) -> tuple[int, ...]:
        """Closed years whose rows are no longer those that were filed."""
        closed = self._profiles.read()[0].closed
        return tuple(
            year for year, digest in sorted(closed.items()) if digest_of(self._years.of(year).rows) != digest
        )
