"""Rows of Form 8949 as tables: the neutral layout for machines, a statement for each box for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Kind, Readers, Table
from services.tax.holding_period import SHORT
from services.tax.schedule_d import totals_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from services.tax.model import FormRow
    from services.tax.year import TaxYear

TEXT, MONEY, NUMBER = Kind.TEXT, Kind.MONEY, Kind.NUMBER
NEUTRAL = (
    Column("tax_year", "Tax year", Kind.INTEGER),
    Column("part", "Part", TEXT),
    Column("box", "Box", TEXT),
    Column("box_reason", "Why this box", TEXT),
    Column("a_description", "(a) Description", TEXT),
    Column("b_acquired", "(b) Acquired", TEXT),
    Column("c_sold", "(c) Sold", TEXT),
    Column("d_proceeds", "(d) Proceeds", MONEY, 2),
    Column("e_basis", "(e) Basis", MONEY, 2),
    Column("f_codes", "(f) Codes", TEXT),
    Column("g_adjustment", "(g) Adjustment", MONEY, 2),
    Column("h_gain", "(h) Gain or loss", MONEY, 2),
    Column("holding_start", "Term counts from", TEXT),
    Column("account", "Account", TEXT),
    Column("lot_ids", "Lots", TEXT),
    Column("deal_ids", "Deals", TEXT),
    Column("currency", "Currency", TEXT),
    Column("fx_acq", "Rate acquired", NUMBER),
    Column("fx_sale", "Rate sold", NUMBER),
    Column("class", "Class", TEXT),
    Column("provisional", "Provisional", TEXT),
    Column("policy", "Policy", TEXT),
)
PRINTED = (
    Column("a_description", "(a) Description", TEXT),
    Column("b_acquired", "(b) Acquired", TEXT),
    Column("c_sold", "(c) Sold", TEXT),
    Column("d_proceeds", "(d) Proceeds", MONEY, 2),
    Column("e_basis", "(e) Cost or other basis", MONEY, 2),
    Column("f_codes", "(f) Codes", TEXT),
    Column("g_adjustment", "(g) Adjustment", MONEY, 2),
    Column("h_gain", "(h) Gain or (loss)", MONEY, 2),
    Column("account", "Account", TEXT),
    Column("note", "Note", TEXT),
)
TERMS = {SHORT: "short-term", "II": "long-term"}


def neutral_part(found: TaxYear, rows: Sequence[FormRow]) -> Table:
    """All rows, one a line, with everything that is known of each."""
    lines = [list(_neutral(found, row)) for row in rows]
    return Table("rows", "Rows", NEUTRAL, lines, size=len(lines), readers=Readers.MACHINES)


def box_parts(rows: Sequence[FormRow]) -> Iterator[Table]:
    """A statement for each part and box, with its totals."""
    for part, box in sorted({(row.part, row.box) for row in rows}):
        mine = [row for row in rows if (row.part, row.box) == (part, box)]
        totals = totals_of(mine)
        sums = (totals.proceeds, totals.basis, "", totals.adjustment, totals.gain)
        yield Table(
            f"box_{box.lower()}",
            f"Part {part}, box {box}: {TERMS[part]}",
            PRINTED,
            [list(_printed(row)) for row in mine],
            size=len(mine),
            totals=("Totals", "", "", *sums, "", ""),
            note=f"{mine[0].box_reason[:1].upper()}{mine[0].box_reason[1:]}.",
            readers=Readers.PEOPLE,
        )


def american(day: date | None) -> str:
    """A day as the form writes it; several days are VARIOUS."""
    return "VARIOUS" if day is None else f"{day:%m/%d/%Y}"


def _neutral(found: TaxYear, row: FormRow) -> Iterator[object]:
    yield from (found.year, row.part, row.box, row.box_reason, row.description)
    yield from (american(row.acquired), american(row.sold), row.proceeds, row.basis, row.codes)
    yield from (row.adjustment, row.gain, american(row.holding_start), row.account)
    yield from (" ".join(row.lots), " ".join(row.deals), row.currency, row.rate_acquired, row.rate_sold)
    yield from (row.tax_class.value, "yes" if row.is_provisional else "no", found.policy)


def _printed(row: FormRow) -> Iterator[object]:
    yield from (row.description, american(row.acquired), american(row.sold), row.proceeds, row.basis)
    yield from (row.codes, row.adjustment, row.gain, row.account, _note(row))


def _note(row: FormRow) -> str:
    known = (
        f"Expired: {row.expired}" if row.expired else "",
        "short sale" if row.is_short else "",
        "provisional" if row.is_provisional else "",
        row.needs_review,
    )
    return "; ".join(text for text in known if text)
