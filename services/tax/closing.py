"""A year that was filed: when, with which sums, and whether its rows are still those."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from services.tax.rounding import whole_dollars
from services.tax.schedule_d import Totals, totals_of
from services.tax.statement import INCOMPLETE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from services.tax.year import TaxYear

NOBODY = "There is nothing to close: no account here is the taxpayer's own with real money."


@dataclass(frozen=True, slots=True)
class Filed:
    """How many rows a year has, and their sums as they are printed."""

    rows: int
    totals: Totals

    @classmethod
    def of(cls, year: TaxYear) -> Filed:
        """What a year would be filed with now."""
        return cls(len(year.rows), totals_of(whole_dollars(year.rows) if year.whole_dollars else year.rows))

    @classmethod
    def noted(cls, detail: Mapping[str, str | int]) -> Filed | None:
        """What the audit log says of a closing; None where it says no sums."""
        if "proceeds" not in detail:
            return None
        sums = (Decimal(detail[name]) for name in ("proceeds", "basis", "adjustment"))
        return cls(int(detail["rows"]), Totals(*sums))

    def detail(self) -> dict[str, str | int]:
        """The same for the audit log."""
        sums = {name: f"{getattr(self.totals, name):.2f}" for name in ("proceeds", "basis", "adjustment")}
        return {"rows": self.rows, **sums, "gain": f"{self.totals.gain:.2f}"}


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed year; `time` (aware UTC) and `actor` are None where the audit log no longer tells them.

    `filed` is what was filed, None where nobody noted it, `now` what the year has now.
    """

    year: int
    time: datetime | None
    actor: str | None
    filed: Filed | None
    now: Filed
    is_unchanged: bool


def obstacle_of(found: TaxYear) -> str:
    """Why a year (of all accounts) cannot be closed; empty where it can.

    >>> from services.tax.year import TaxYear
    >>> obstacle_of(TaxYear(2025, (), (), (), (), (), is_final=True, data_through=None, accounts=("U1",)))
    ''
    """
    if not found.accounts:
        return NOBODY
    if found.is_blocked:
        return f"{found.year} cannot be closed: {dict(found.statement)[INCOMPLETE]}"
    if found.is_final:
        return ""
    return (
        f"{found.year} is provisional until everything through {found.year + 1}-01-30 is known: import it, or"
        " say of each account through which day it is complete."
    )
