"""Section 1256 contracts that were open at the end of a year: marked, and taken back in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.table import Column, cell, plain_table
from services.tax.model import ZERO, TaxClass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.year import TaxYear
    from services.tax.year_marks import YearMark

COLUMNS = (
    Column("Contract"),
    Column("Marked on"),
    Column("Quantity", "number"),
    Column("Gain", "number strong", "Of the mark, or of taking back that of the year before"),
    Column("Price", "number"),
    Column("By", "muted told"),
    Column("Account", "muted"),
)
CAVEAT = (
    "Marks are by stored prices, not by the exchange's settlement. A series of closes with the name of the"
    " contract, as imported benchmarks are, comes before quotes and bars; a 1099-B has the broker's marks."
)


def marks_table(found: TaxYear) -> Component:
    """Each mark, and what section 1256 comes to with them."""
    lines: list[list[Children]] = [_line(mark) for mark in found.marks]
    results = (total.result for total in found.classes if total.tax_class is TaxClass.S1256)
    whole = sum(results, ZERO) + sum((mark.gain or ZERO for mark in found.marks), ZERO)
    lines.append(
        [html.Strong("With the ledger's result"), "", "", _signed(whole), "", _missing(found.marks), ""]
    )
    table = plain_table(COLUMNS, lines, label="Contracts at the end of the year", dense=True)
    return html.Div([html.P(CAVEAT, className="muted tax-words"), table])


def _line(mark: YearMark) -> list[Children]:
    return [
        mark.symbol,
        f"{mark.day:%m/%d/%Y}{', taken back' if mark.is_taken_back else ''}",
        fmt.printed(f"{mark.quantity.normalize():f}"),
        fmt.UNDEFINED if mark.gain is None else _signed(mark.gain),
        fmt.price(mark.price),
        mark.source,
        mark.account,
    ]


def _missing(marks: Sequence[YearMark]) -> str:
    count = sum(mark.gain is None for mark in marks)
    if not count:
        return "of Form 6781, Part I"
    return f"without {'1 mark' if count == 1 else f'{count} marks'} that cannot be told"


def _signed(amount: Decimal) -> Component:
    return cell(fmt.money(amount, sign=True), f"number strong {fmt.tone(amount)}")
