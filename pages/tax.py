"""A tax year: the rows of Form 8949, what is not on it and why, what has to be decided, and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html, register_page

from components import format as fmt
from components.card import card
from components.first_run import first_run
from components.heatmap_choice import Choice, choice_row
from components.kpi import kpi_row
from components.page_header import page_header
from components.pill import pill
from components.report_menu import report_menu
from components.tax_decisions import by_symbol, decisions_list
from components.tax_form import form_upload
from components.tax_rates import rates_form
from components.tax_statement import statement_list
from components.tax_totals import tax_kpis
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import report_links
from dashboard.tax_1099_callbacks import bring, forget
from dashboard.tax_callbacks import change, chosen_accounts, fill
from dashboard.tax_cards import beside_cards, classes_card, marks_cards, rows_card, totals_cards
from dashboard.tax_choices import accounts_cards, decided_cards, methods_card, profile_card
from dashboard.tax_class_callbacks import take_class_back
from dashboard.tax_closing_callbacks import close_or_reopen
from dashboard.tax_closing_card import closing_card
from dashboard.tax_method_callbacks import give, take_back
from dashboard.tax_query import PATH, TaxQuery
from dashboard.tax_rates_callbacks import bring_rates
from dashboard.view import page
from services.tax.rounding import whole_dollars
from services.tax.schedule_d import schedule_d
from services.tax.statement import INCOMPLETE
from services.tax_year import CHANGED
from services.tax_years import year_to_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.tax.closing import Closing
    from services.tax.year import TaxYear

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
    "bring_rates",
    "change",
    "close_or_reopen",
    "fill",
    "forget",
    "give",
    "layout",
    "take_back",
    "take_class_back",
]  # the callbacks come with the page
ADVICE = "A worksheet of what the records say, not tax advice: boxes, classes and policies are to be checked."


@page
def layout(**values: str) -> Component:
    """The page; accounts, year and filter come from the query string."""
    query, asked = Query.read(values), TaxQuery.read(values)
    if not services().performance.accounts():
        return first_run()
    last, years = year_to_file(), services().tax_years.years()
    chosen = asked.of_year(years, last)
    found = services().tax_years.of(chosen.year, chosen_accounts(query))
    rows = whole_dollars(found.rows) if found.whole_dollars else found.rows
    closing = services().tax_closings.of(chosen.year)
    return html.Div(
        [
            _header(found, closing, query),
            _years(sorted({*years, last, chosen.year}, reverse=True), query, chosen),
            *_decisions(found),
            kpi_row(tax_kpis(found, rows, schedule_d(rows)), "tax"),
            closing_card(chosen.year, closing),
            totals_cards(found, rows, query),
            classes_card(found, query),
            *marks_cards(found, query),
            rows_card(found, rows, query, chosen),
            *beside_cards(found, query),
            *_left_out(found),
            *decided_cards(),
            methods_card(),
            *accounts_cards(),
            html.Div([profile_card(), _form(chosen.year)], className="columns pair"),
            _statement(found),
            html.P(ADVICE, className="muted"),
            dcc.Store(id="tax-address", data=[chosen.year, chosen.href(query).removeprefix(PATH)]),
            dcc.Download(id="tax-download"),
        ],
        className="rows tax-page",
    )


def _header(found: TaxYear, closing: Closing | None, query: Query) -> Component:
    accounts = found.accounts[0] if len(found.accounts) == 1 else f"{fmt.count(len(found.accounts))} accounts"
    through = f"known through {found.data_through:%Y-%m-%d}" if found.data_through else "nothing traded"
    line = f"{accounts} · {through} · US dollars, days of the exchange and of the taxpayer's zone"
    links = report_links(query, "tax", tax_year=str(found.year))
    menu = report_menu(links, "Download", is_primary=True)
    return page_header(f"Tax {found.year}", line, _state(found, closing), menu)


def _state(found: TaxYear, closing: Closing | None) -> Component:
    if found.is_blocked:
        word = "Needs decisions" if found.decisions else "Not complete"
        return pill(word, "loss", symbol="exclamation-octagon", title="The form is blocked: see the notes")
    if closing is not None and closing.is_unchanged:
        return pill("Closed", "ok", symbol="lock", title="It was filed with these rows")
    if closing is not None:
        return pill("Closed, changed since", "warn", symbol="exclamation-triangle", title=CHANGED)
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
        note = fmt.counted(len(by_symbol(found.decisions)), "symbol", "symbols")
        parts.append(card("Needs your decision", decisions_list(found.decisions), note=note))
    if found.no_rate:
        parts.append(card("Rates to the dollar", rates_form(found.no_rate), note="some are missing"))
    said = [*found.blocks, *(text for text in found.warnings if not text.startswith(INCOMPLETE))]
    if said:
        parts.append(card("Notes", html.Ul([html.Li(text) for text in said], className="tax-notes")))
    return parts


def _left_out(found: TaxYear) -> list[Component]:
    if not found.left_out:
        return []
    lines = [html.Li([html.Strong(one.account), f": {one.reason}"]) for one in found.left_out]
    return [card("Accounts without rows", html.Ul(lines, className="tax-notes"))]


def _form(year: int) -> Component:
    return card("The official PDF", form_upload(year), note="filled in, and read back")


def _statement(found: TaxYear) -> Component:
    return card("What this stands on", statement_list(found.statement), note="in every file, too")
