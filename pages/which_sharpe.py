"""Which Sharpe is this? One account's ratio as five products compute it, and why they differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html, register_page

from components import format as fmt
from components.first_run import first_run
from components.page_header import page_header
from components.report_menu import report_menu
from components.sharpe_table import sharpe_card, sharpe_formulas
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import scope_of
from dashboard.view import page
from services.which_sharpe import which_sharpe

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dashboard.scope import Scope
    from services.model import Account

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/which-sharpe",
    name="Which Sharpe is this?",
    title="Which Sharpe is this? · Performance Tracker",
    order=95,
)
MOST_ACCOUNTS = 12


@page
def layout(**values: str) -> Component:
    """The page; accounts, period and zone come from the query string."""
    query = Query.read(values)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    answers = [
        which_sharpe(services().performance, account.id, scope.period, query.zone)
        for account in scope.accounts[:MOST_ACCOUNTS]
    ]
    cards = [sharpe_card(answer, _file(query, answer.account)) for answer in answers]
    menu = report_menu(report_links(query, "which_sharpe"))
    header = page_header("Which Sharpe is this?", _line(scope), menu)
    return html.Div([header, *cards, sharpe_formulas(answers[0].variants)], className="rows")


def _file(query: Query, account: Account) -> str:
    own = replace(query, accounts=(str(account.id),), group=None)
    return file_address(own, "which_sharpe", part="ratios")


def _line(scope: Scope) -> str:
    more = len(scope.accounts) - MOST_ACCOUNTS
    first = f", the first {MOST_ACCOUNTS} of {fmt.count(len(scope.accounts))}" if more > 0 else ""
    return f"{scope.title}{first}: the same deals, five definitions of one name; risk-free rate 0"
