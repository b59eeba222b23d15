"""The cards of a tax year: rows, totals, bridge, classes, marks and a broker's 1099, each with its file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.card import card
from components.heatmap_choice import Choice, choice_row
from components.report_menu import card_file
from components.states import nothing_here
from components.tax_beside import beside_1099
from components.tax_marks import marks_table
from components.tax_report import report_form
from components.tax_rows import tax_rows, washes_by_loss
from components.tax_totals import bridge_table, classes_table, schedule_table
from dashboard.report_query import file_address
from dashboard.tax_choices import real_accounts
from dashboard.tax_query import ROWS, WASHED
from services.tax.schedule_d import schedule_d

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from dashboard.query import Query
    from dashboard.tax_query import TaxQuery
    from services.tax.model import FormRow
    from services.tax.year import TaxYear

ROWS_TITLE = "Rows of Form 8949"


def totals_cards(found: TaxYear, rows: Sequence[FormRow], query: Query) -> Component:
    """Totals for Schedule D, and beside them the way from the ledger's result to the form."""
    lines, bridge = "Totals for Schedule D", "From the ledger to the form"
    totals = card(
        lines,
        schedule_table(schedule_d(rows)),
        note="as far as the form fills it",
        file=_file(found, query, "schedule_d", lines),
    )
    way = card(
        bridge,
        bridge_table(found),
        note="why the two differ",
        file=_file(found, query, "bridge", bridge),
    )
    return html.Div([totals, way], className="columns pair")


def classes_card(found: TaxYear, query: Query) -> Component:
    """Every class with its result and where it is reported."""
    title = "What belongs where"
    file = _file(found, query, "classes", title)
    return card(title, classes_table(found), note="every class, and the ledger's result", file=file)


def marks_cards(found: TaxYear, query: Query) -> list[Component]:
    """Section 1256 contracts that were open at the end of the year, where there are any."""
    if not found.marks:
        return []
    title, note = "Section 1256 contracts at the end of the year", "as if sold on the last business day"
    return [card(title, marks_table(found), note=note, file=_file(found, query, "marks", title))]


def beside_cards(found: TaxYear, query: Query) -> list[Component]:
    """Our sales beside those of a broker's 1099, and where one is brought; none without a real account."""
    accounts = {key: name for key, name in real_accounts().items() if name in found.accounts}
    if not accounts:
        return []
    title, note = "Beside the broker's 1099", "rows keep the broker's (d) and (e)"
    form = report_form(found.year, accounts, {one.account for one in found.compared})
    if not found.compared:
        return [card(title, form, note=note)]
    file = _file(found, query, "compared", title)
    return [card(title, form, beside_1099(found.compared), note=note, file=file)]


def rows_card(found: TaxYear, rows: Sequence[FormRow], query: Query, chosen: TaxQuery) -> Component:
    """A page of the rows that are chosen, with their filters."""
    wanted = chosen.filtered(rows)
    if not rows:
        return card(ROWS_TITLE, nothing_here("No sale of this year belongs on Form 8949.", "inbox"))
    if not wanted:
        return card(ROWS_TITLE, _filters(rows, query, chosen), nothing_here("No row of this kind.", "inbox"))
    chosen = chosen.within(len(wanted))
    shown = chosen.shown(wanted)
    first = (chosen.page - 1) * ROWS + 1
    note = f"{fmt.count(first)} to {fmt.count(first + len(shown) - 1)} of {fmt.count(len(wanted))}"
    table = tax_rows(shown, washes_by_loss(found.washes))
    return card(
        ROWS_TITLE,
        _filters(rows, query, chosen),
        table,
        _pages(len(wanted), query, chosen),
        note=note,
        file=_file(found, query, "rows", "Every row of Form 8949"),
    )


def _filters(rows: Sequence[FormRow], query: Query, chosen: TaxQuery) -> Component:
    known = [("All", ""), *((f"Box {box}", box) for box in sorted({row.box for row in rows}))]
    known += [("Washed", WASHED)] * any("W" in row.codes for row in rows)
    choices = [
        Choice(label, replace(chosen, only=only, page=1).href(query), chosen.only == only)
        for label, only in known
    ]
    return html.Div(choice_row("Show", choices), className="tax-filters")


def _pages(count: int, query: Query, chosen: TaxQuery) -> Component | None:
    last = -(-count // ROWS)
    if last <= 1:
        return None
    turns = [("Previous rows", chosen.page - 1), ("Next rows", chosen.page + 1)]
    links = [
        html.A(word, href=replace(chosen, page=to).href(query), className="button small")
        for word, to in turns
        if 1 <= to <= last
    ]
    return html.Div(links, className="tax-turns")


def _file(found: TaxYear, query: Query, part: str, title: str) -> Component:
    return card_file(file_address(query, "tax", part=part, tax_year=str(found.year)), title)
