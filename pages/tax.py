"""A tax year: the rows of Form 8949, what is not on it and why, what has to be decided, and the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dash import dcc, html, register_page

from components import format as fmt
from components.card import card
from components.first_run import first_run
from components.heatmap_choice import Choice, choice_row
from components.kpi import kpi_row
from components.page_header import page_header
from components.pill import pill
from components.states import nothing_here
from components.tax_accounts import accounts_form
from components.tax_beside import beside_1099
from components.tax_decisions import decisions_list, profile_form
from components.tax_files import file_menu, form_upload
from components.tax_marks import marks_table
from components.tax_methods import method_form, methods_list
from components.tax_report import report_form
from components.tax_rows import tax_rows, washes_by_loss
from components.tax_totals import bridge_table, classes_table, schedule_table, tax_kpis
from dashboard.context import services
from dashboard.query import Query
from dashboard.tax_1099_callbacks import bring, forget
from dashboard.tax_callbacks import change, chosen_accounts, download, fill
from dashboard.tax_method_callbacks import give, take_back
from dashboard.tax_query import PATH, ROWS, WASHED, TaxQuery
from dashboard.view import page
from services.exports import formats
from services.tax.rounding import whole_dollars
from services.tax.schedule_d import schedule_d

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.tax.model import FormRow, TaxYear

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path=PATH,
    name="Tax",
    title="Tax · Performance Tracker",
    order=69,
    icon="bank",
    group="Files",
    key="x",
)
__all__ = [
    "bring",
    "change",
    "download",
    "fill",
    "forget",
    "give",
    "layout",
    "take_back",
]  # the callbacks come with the page
ADVICE = "A worksheet of what the records say, not tax advice: boxes, classes and policies are to be checked."


@page
def layout(**values: str) -> Component:
    """The page; accounts, year and filter come from the query string."""
    query, asked = Query.read(values), TaxQuery.read(values)
    if not services().performance.accounts():
        return first_run()
    last, years = datetime.now(UTC).year - 1, services().tax_years.years()
    chosen = asked.of_year(years, last)
    found = services().tax_years.of(chosen.year, chosen_accounts(query))
    rows = whole_dollars(found.rows) if found.whole_dollars else found.rows
    return html.Div(
        [
            _header(found),
            _years(sorted({*years, last, chosen.year}, reverse=True), query, chosen),
            *_decisions(found),
            kpi_row(tax_kpis(found, rows, schedule_d(rows)), "tax"),
            _totals(found, rows),
            card("What belongs where", classes_table(found), note="every class, and the ledger's result"),
            *_marks(found),
            _rows(found, rows, query, chosen),
            *_beside(found),
            *_left_out(found),
            _methods(),
            *_accounts(),
            html.Div([_profile(), _form(chosen.year)], className="columns pair"),
            _statement(found),
            html.P(ADVICE, className="muted"),
            dcc.Store(id="tax-address", data=[chosen.year, chosen.href(query).removeprefix(PATH)]),
            dcc.Download(id="tax-download"),
        ],
        className="rows tax-page",
    )


def _header(found: TaxYear) -> Component:
    accounts = found.accounts[0] if len(found.accounts) == 1 else f"{fmt.count(len(found.accounts))} accounts"
    through = f"known through {found.data_through:%Y-%m-%d}" if found.data_through else "nothing traded"
    line = f"{accounts} · {through} · US dollars, days of the exchange and of the taxpayer's zone"
    return page_header(f"Tax {found.year}", line, _state(found), file_menu(formats("tax")))


def _state(found: TaxYear) -> Component:
    if found.is_blocked:
        return pill("Needs decisions", "loss", symbol="exclamation-octagon", title="The form is blocked")
    if found.is_final:
        return pill("Final", "ok", symbol="check2-circle", title="All is known that can change it")
    return pill(
        "Provisional", "warn", symbol="hourglass-split", title="Purchases until 30 January can change it"
    )


def _years(years: Sequence[int], query: Query, chosen: TaxQuery) -> Component:
    choices = [Choice(str(year), TaxQuery(year).href(query), year == chosen.year) for year in years]
    return html.Div(choice_row("Year", choices), className="choices-bar")


def _decisions(found: TaxYear) -> list[Component]:
    parts: list[Component] = []
    if found.decisions:
        count = len(found.decisions)
        note = "1 symbol" if count == 1 else f"{fmt.count(count)} symbols"
        parts.append(card("Needs your decision", decisions_list(found.decisions), note=note))
    said = [*found.blocks, *found.warnings]
    if said:
        parts.append(card("Notes", html.Ul([html.Li(text) for text in said], className="tax-notes")))
    return parts


def _rows(found: TaxYear, rows: Sequence[FormRow], query: Query, chosen: TaxQuery) -> Component:
    wanted = chosen.filtered(rows)
    if not wanted:
        text = "No row of this kind." if rows else "No sale of this year belongs on Form 8949."
        return card("Rows of Form 8949", _filters(rows, query, chosen), nothing_here(text, "inbox"))
    shown = chosen.shown(wanted)
    first = (chosen.page - 1) * ROWS + 1
    note = f"{fmt.count(first)} to {fmt.count(first + len(shown) - 1)} of {fmt.count(len(wanted))}"
    table = tax_rows(shown, washes_by_loss(found.washes))
    return card(
        "Rows of Form 8949",
        _filters(rows, query, chosen),
        table,
        _pages(len(wanted), query, chosen),
        note=note,
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
    turns = [("Before", chosen.page - 1), ("After", chosen.page + 1)]
    links = [
        html.A(word, href=replace(chosen, page=to).href(query), className="button small")
        for word, to in turns
        if 1 <= to <= last
    ]
    return html.Div(links, className="tax-turns")


def _totals(found: TaxYear, rows: Sequence[FormRow]) -> Component:
    lines = card(
        "Totals for Schedule D", schedule_table(schedule_d(rows)), note="as far as the form fills it"
    )
    bridge = card("From the ledger to the form", bridge_table(found), note="why the two differ")
    return html.Div([lines, bridge], className="columns pair")


def _beside(found: TaxYear) -> list[Component]:
    accounts = {key: name for key, name in _real_accounts().items() if name in found.accounts}
    if not accounts:
        return []
    form = report_form(found.year, accounts, {one.account for one in found.compared})
    table = beside_1099(found.compared) if found.compared else None
    return [card("Beside the broker's 1099", form, table, note="rows keep the broker's (d) and (e)")]


def _marks(found: TaxYear) -> list[Component]:
    if not found.marks:
        return []
    note = "as if sold on the last business day"
    return [card("Section 1256 contracts at the end of the year", marks_table(found), note=note)]


def _left_out(found: TaxYear) -> list[Component]:
    if not found.left_out:
        return []
    lines = [html.Li([html.Strong(one.account), f": {one.reason}"]) for one in found.left_out]
    return [card("Accounts without rows", html.Ul(lines, className="tax-notes"))]


def _methods() -> Component:
    accounts = _real_accounts()
    given = methods_list(services().tax_profiles.methods(), accounts)
    return card("Lot methods", given, method_form(accounts), note="standing instructions, each from a day on")


def _accounts() -> list[Component]:
    profile, _ = services().tax_profiles.read()
    accounts = _real_accounts()
    if not accounts:
        return []
    form = accounts_form(profile, accounts, services().tax_years.last_days())
    return [card("Your accounts", form, note="counts at once, and is in the audit log")]


def _profile() -> Component:
    profile, _ = services().tax_profiles.read()
    return card("What you say", profile_form(profile), note="counts at once, and is in the audit log")


def _real_accounts() -> dict[str, str]:
    return {str(one.id): one.name for one in services().performance.accounts() if not one.is_demo}


def _form(year: int) -> Component:
    return card("The official PDF", form_upload(year), note="filled in, and read back")


def _statement(found: TaxYear) -> Component:
    lines = [html.Li([html.Strong(name), f": {text}"]) for name, text in found.statement]
    return card("What this stands on", html.Ul(lines, className="tax-notes"), note="in every file, too")
