"""Rows of Form 8949 as on the form, with the chain behind each loss that a purchase washed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.icon import icon
from components.pill import pill
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.model import FormRow, WashMatch

COLUMNS = (
    Column("(a) Description"),
    Column("Box", "", "The box that is checked on the sheet of this row"),
    Column("(b) Acquired"),
    Column("(c) Sold"),
    Column("(d) Proceeds", "number"),
    Column("(e) Basis", "number"),
    Column("(f)", "", "Codes of adjustments"),
    Column("(g) Adjustment", "number"),
    Column("(h) Gain or loss", "number strong"),
    Column("Account", "muted"),
)
EXPIRED = "Expired"


def tax_rows(rows: Sequence[FormRow], washes: Mapping[tuple[str, date], Sequence[WashMatch]]) -> Component:
    """The rows; *washes* are matches by the lot and the day of the loss."""
    return plain_table(COLUMNS, [_row(row, washes) for row in rows], label="Rows of Form 8949", dense=True)


def washes_by_loss(washes: Sequence[WashMatch]) -> dict[tuple[str, date], list[WashMatch]]:
    """Matches by the lot and the day of the loss."""
    found: dict[tuple[str, date], list[WashMatch]] = {}
    for wash in washes:
        found.setdefault((wash.loss_lot, wash.sold), []).append(wash)
    return found


def _row(row: FormRow, washes: Mapping[tuple[str, date], Sequence[WashMatch]]) -> list[Children]:
    chain = [wash for lot in row.lots for wash in washes.get((lot, row.sold), ())]
    return [
        [row.description, *_marks(row)],
        cell(row.box, "", row.box_reason),
        cell(_day(row.acquired), "", _term(row)),
        _day(row.sold),
        EXPIRED if row.expired == "proceeds" else fmt.money(row.proceeds),
        EXPIRED if row.expired == "basis" else fmt.money(row.basis),
        row.codes,
        _adjustment(row, chain),
        cell(fmt.money(row.gain, sign=True), f"number strong {fmt.tone(row.gain)}"),
        row.account,
    ]


def _marks(row: FormRow) -> list[Component]:
    marks = [pill("Short", title="A short sale")] if row.is_short else []
    if row.is_provisional:
        marks.append(pill("Provisional", "warn", title="A purchase that is not known yet may still wash it."))
    if row.needs_review:
        marks.append(pill("Check the box", "warn", title=row.needs_review))
    return marks


def _adjustment(row: FormRow, chain: Sequence[WashMatch]) -> Children:
    if row.adjustment is None:  # blank, as the form leaves it
        return ""
    if not chain:
        return fmt.money(row.adjustment)
    title = html.Div("Why this loss is washed", className="popover-title")
    steps = html.Ul([html.Li(_step(wash)) for wash in chain])
    why = f"Why the loss of {row.description} is washed"
    button = html.Summary([fmt.money(row.adjustment), icon("info-circle")], title=why)
    panel = html.Div([title, steps], className="popover-panel end")
    return html.Details([button, panel], className="explain")


def _step(wash: WashMatch) -> str:
    lost = f"{wash.quantity.normalize():f} of {wash.symbol}, {fmt.money(wash.disallowed)} USD of loss"
    by = f"replaced by the purchase of {_day(wash.replacement_acquired)} in {wash.replacement_account}"
    goes = "gone for good" if wash.is_permanent else "added to its basis"
    return f"{lost}: {by}; {goes}."


def _term(row: FormRow) -> str:
    if row.holding_start == row.acquired:
        return ""
    return f"The term counts from {_day(row.holding_start)}"


def _day(day: date | None) -> str:
    return "VARIOUS" if day is None else f"{day:%m/%d/%Y}"
