"""The official form of a year, filled in and read back before it is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.errors import InvalidInputError
from services.exports import ExportFile
from services.form_8949.blank import open_blank
from services.form_8949.filling import Owner, fill
from services.form_8949.reading_back import check
from services.form_8949.sheets import sheets
from services.form_8949.statement_rows import statement_rows
from services.tax.rounding import whole_dollars
from services.tax.statement import gap_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from services.performance import Performance
    from services.tax_years import TaxYears

PDF = "application/pdf"


class TaxForms:
    """Fills in blank forms that a reader supplies; neither they nor names and numbers are kept."""

    def __init__(self, years: TaxYears, performance: Performance) -> None:
        self._years = years
        self._performance = performance

    def fill(
        self,
        year: int,
        blank: bytes,
        owner: Owner,
        accounts: Sequence[UUID] = (),
        *,
        with_statement: bool = False,
    ) -> ExportFile:
        """The form of *year*; *with_statement* makes one row for each box and account that refers to ours.

        Raises InvalidInputError for a blank that is not known or is another year's, while a decision is
        needed, and when there is nothing to fill in; FileNotMadeError when the result does not read back.
        """
        layout, reader = open_blank(blank)
        if layout.year != year:
            raise InvalidInputError(f"This is the blank form of {layout.year}, and the tax year is {year}.")
        found = self._years.of(year, accounts)
        if found.is_blocked:
            raise InvalidInputError(f"The form is not complete: {gap_of(found)}")
        rows = whole_dollars(found.rows) if found.whole_dollars else found.rows
        if with_statement:
            rows = statement_rows(rows, self._brokers())
        pages = sheets(rows, layout, digits=0 if found.whole_dollars else 2)
        content = fill(reader, layout, pages, owner)
        check(content, layout, pages, owner)
        return ExportFile(f"f8949_{year}.pdf", PDF, content)

    def _brokers(self) -> dict[str, str]:
        return {account.name: account.company for account in self._performance.accounts()}
