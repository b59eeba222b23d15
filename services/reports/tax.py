"""Form 8949 of a year: rows, totals, what is not on the form, wash sales, lots, decisions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.errors import InvalidInputError
from services.exports import Document, Fact, Kind, Text
from services.reports import _tax_parts as parts
from services.reports import _tax_totals as totals
from services.reports._about import names_of
from services.reports._for_both import for_both
from services.reports._registry import report
from services.reports._tax_rows import box_parts, neutral_part
from services.tax.rounding import whole_dollars
from services.tax.statement import gap_of
from services.tax_years import year_to_file
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.container import Services
    from services.exports import Part
    from services.model import Account
    from services.reports._registry import Request
    from services.tax.model import FormRow
    from services.tax.year import TaxYear

OPTION = "tax_year"
ABOUT = ("Policy", "State", "Data through")


@report("tax", "Tax (Form 8949)", of_moment=True, options=(OPTION,))
def tax(services: Services, request: Request) -> Document:
    """Form 8949 of a tax year as a statement: rows, totals, what is not on it, wash sales, open lots."""
    year, everyone = asked_year(request), services.performance.accounts()
    owners = services.performance.owners(request.accounts)
    found = services.tax_years.of(year, () if len(owners) == len(everyone) else request.accounts)
    rows = whole_dollars(found.rows) if found.whole_dollars else found.rows
    mine = [one for one in owners if one.name in found.accounts] or owners
    return Document(
        name=f"form_8949_{year}",
        title=f"Form 8949 statement {year}",
        subtitle=f"Tax year {year} · {names_of(mine)}",
        about=_about(found, mine, services.settings.tax_timezone),
        parts=tuple(_parts(found, rows)),
        zone=services.settings.tax_timezone,
        csv_table="rows",
        caveats=_caveats(found),
        gap=gap_of(found),
    )


def asked_year(request: Request) -> int:
    """The year that is asked for, by default the last one; raises InvalidInputError."""
    text = request.option(OPTION)
    try:
        return int(text) if text else year_to_file()
    except ValueError as error:
        raise InvalidInputError(f"{text!r} is no tax year; write one such as 2025.") from error


def _caveats(found: TaxYear) -> tuple[str, ...]:
    said = tuple(f"{name}: {text}" for name, text in found.statement)
    return (*said, *(f"Note: {text}" for text in found.warnings if text not in said))


def _about(found: TaxYear, mine: Sequence[Account], zone: str) -> tuple[Fact, ...]:
    said = dict(found.statement)
    return (
        Fact("accounts", "Accounts", names_of(mine)),
        Fact("period", "Period", f"{found.year}-01-01 to {found.year}-12-31"),
        Fact("currency", "Currency", totals.DOLLARS),
        Fact("zone", "Zone of days", zone, note="days of securities are the exchange's"),
        *(Fact(name.lower().replace(" ", "_"), name, said[name]) for name in ABOUT),
        Fact("version", "Version", VERSION),
        Fact("generated_at", "Generated at", datetime.now(UTC).replace(microsecond=0), Kind.TIME),
    )


def _parts(found: TaxYear, rows: Sequence[FormRow]) -> Iterator[Part]:
    if found.warnings:
        yield Text("notes", "Notes", found.warnings)
    yield totals.summary_part(found, rows)
    if found.decisions:
        yield parts.decisions_part(found)
    yield neutral_part(found, rows)
    yield from box_parts(rows)
    yield totals.totals_part(rows)
    yield totals.classes_part(found)
    if found.marks:
        yield totals.marks_part(found)
    yield totals.symbols_part(found)
    yield totals.bridge_part(found)
    if found.compared:
        yield parts.compared_part(found)
    yield from for_both(parts.washes_part(found), "loss_lot", "replacement_lot")
    yield from for_both(parts.lots_part(found), "lot")
    if not found.decisions:
        yield parts.decisions_part(found)
    yield parts.left_out_part(found)
    yield Text("statement", "What this stands on", tuple(f"{name}: {text}" for name, text in found.statement))
