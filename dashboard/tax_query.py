"""What the tax page shows, as its address says it: a year, a box, only what was washed, a page of rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from services.tax_years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.query import Query
    from services.tax.model import FormRow

PATH = "/tax"
ROWS = 50
BOXES = "ABCDEFGHIJKL"
WASHED = "washed"


@dataclass(frozen=True, slots=True)
class TaxQuery:
    """The choice; what an address says wrongly is left out. A year of 0 is the newest with trades."""

    year: int = 0
    only: str = ""
    page: int = 1

    @classmethod
    def read(cls, values: Mapping[str, object]) -> TaxQuery:
        """The choice named by query parameters."""
        only, year = str(values.get("only", "")), _number(values.get("year"))
        return cls(
            year if FIRST_YEAR <= year <= LAST_YEAR else 0,
            only if only in (*BOXES, WASHED) else "",
            max(1, _number(values.get("page"))),
        )

    @classmethod
    def of_address(cls, search: str) -> TaxQuery:
        """The choice in an address's query string."""
        return cls.read({name: found[0] for name, found in parse_qs(search.removeprefix("?")).items()})

    def href(self, query: Query) -> str:
        """The address that shows this, with the state every page shares."""
        pairs = {
            "year": self.year or None,
            "only": self.only or None,
            "page": self.page if self.page > 1 else None,
        }
        own, shared = urlencode({name: value for name, value in pairs.items() if value}), query.href(PATH)
        return f"{shared}{'&' if '?' in shared else '?'}{own}" if own else shared

    def of_year(self, years: Sequence[int], last: int) -> TaxQuery:
        """The same with a year: the one named, else the newest of *years* until *last*, else *last*."""
        past = [year for year in years if year <= last]
        return replace(self, year=self.year or (past[0] if past else last))

    def filtered(self, rows: Sequence[FormRow]) -> list[FormRow]:
        """The rows that are asked for."""
        if self.only == WASHED:
            return [row for row in rows if "W" in row.codes]
        return [row for row in rows if self.only in ("", row.box)]

    def within(self, count: int) -> TaxQuery:
        """The same with the last page where there are fewer of *count* rows than it asks for."""
        return replace(self, page=min(self.page, max(1, -(-count // ROWS))))

    def shown(self, rows: Sequence[FormRow]) -> Sequence[FormRow]:
        """The rows of the page."""
        return rows[(self.page - 1) * ROWS : self.page * ROWS]


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= 4 else 0  # noqa: PLR2004 - a year, or a page
