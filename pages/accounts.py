"""Every account: its state now, its period in a few figures, the way to its own page; and their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from dash import (
    ALL,
    Input,
    Output,
    State,
    callback,
    ctx,
    dcc,
    html,
    no_update,
    register_page,
    set_props,
)
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.account_table import account_parts, account_table
from components.attributes import attributes
from components.card import card
from components.first_run import first_run
from components.group_dialog import group_dialog, remove_dialog, remove_question
from components.group_table import group_table, group_tags, new_group_button
from components.live import in_order
from components.page_header import action_link, page_header
from components.report_menu import card_file, report_menu
from components.series_table import series_dialog, series_question, series_table
from components.toast import toast
from dashboard.attachment import decoded
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import days_shown, scope_of
from dashboard.view import page, private
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import Overview
    from services.model import Account, Group

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/accounts",
    name="Accounts",
    title="Accounts · Performance Tracker",
    order=30,
    icon="person-vcard",
    group="",
    key="a",
)
TICK_MILLISECONDS = 15_000


@page
def layout(**values: str) -> Component:
    """The page; period and zone come from the query string."""
    query = Query.read(values)
    answer = _ask(query)
    if not answer.accounts:
        return first_run()
    count = len(answer.accounts)
    last = max(item.pnl.state.time for item in answer.accounts)
    days = days_shown(query, answer.period_start, answer.period_end, answer.zone, last)
    line = f"{fmt.count(count)} account{'' if count == 1 else 's'}, each in its own currency · {days}"
    keep, groups = query.without_accounts().search, services().groups.all()
    everyone = services().performance.accounts()
    return html.Div(
        [
            _header(line, query),
            _accounts(answer, query, group_tags(groups, keep)),
            html.Div([_groups(groups, everyone, query), _benchmarks(query)], className="columns even"),
            group_dialog(everyone),
            remove_dialog(),
            series_dialog(),
            dcc.Store(id="series-chosen"),
            dcc.Store(id="group-chosen"),
            dcc.Store(id="accounts-address", data=query.search),
            dcc.Interval(id="accounts-tick", interval=TICK_MILLISECONDS),
        ],
        className="rows",
        **attributes(data_tick="accounts-tick"),
    )


@callback(
    Output({"type": "accounts-live", "name": ALL}, "children"),
    Input("accounts-tick", "n_intervals"),
    State("accounts-address", "data"),
    prevent_initial_call=True,
)
@private
def refresh(_: int, search: str) -> list[Children]:
    """The figures of the moment."""
    accounts = _ask(Query.of_address(search)).accounts
    return in_order(
        ctx.outputs_list, {name: part for item in accounts for name, part in account_parts(item).items()}
    )


@callback(
    Output("group-title", "children"),
    Output("group-name", "value"),
    Output("group-accounts", "value"),
    Output("group-error", "children"),
    Output("group-question", "children"),
    Output("group-chosen", "data"),
    Input({"type": "group-ask", "task": ALL, "group": ALL}, "n_clicks"),
    prevent_initial_call=True,
)
def fill(_: list[int | None]) -> tuple[object, ...]:
    """What a dialog about a group says when it opens."""
    if not ctx.triggered_id or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    chosen = str(ctx.triggered_id["group"])
    if not chosen:
        return "New group", "", [], "", [], ""
    group = services().groups.find(chosen)
    members = [str(member) for member in group.accounts]
    return f"Edit {group.name}", group.name, members, "", remove_question(group), chosen


@callback(
    Output("group-error", "children", allow_duplicate=True),
    Output("toasts", "children", allow_duplicate=True),
    Input("group-save", "n_clicks"),
    State("group-name", "value"),
    State("group-accounts", "value"),
    State("group-chosen", "data"),
    State("accounts-address", "data"),
    prevent_initial_call=True,
)
def save(clicks: int | None, name: str, members: list[str], chosen: str, search: str) -> tuple[object, ...]:
    """Make or change the group; what is wrong is told in the dialog, which stays open."""
    if not clicks:
        raise PreventUpdate
    try:
        group = _saved(name or "", [UUID(member) for member in members or []], chosen)
    except ServiceError as error:
        return str(error), no_update
    set_props("_pages_location", {"search": search})
    return "", toast(f"The group {group.name} is saved.")


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("group-remove", "n_clicks"),
    State("group-chosen", "data"),
    State("accounts-address", "data"),
    prevent_initial_call=True,
)
def remove(clicks: int | None, chosen: str | None, search: str) -> Component:
    """Remove the group that was asked about."""
    if not clicks or not chosen:
        raise PreventUpdate
    try:
        group = services().groups.remove(UUID(chosen))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    return toast(f"The group {group.name} is removed; its accounts stay.")


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("series-file", "contents"),
    State("series-file", "filename"),
    State("accounts-address", "data"),
    prevent_initial_call=True,
)
def add_series(content: str | None, filename: str, search: str) -> Component:
    """Import the file that was dropped."""
    if not content:
        raise PreventUpdate
    try:
        series = services().benchmarks.add(filename, decoded(content))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    return toast(f"{series.name}: {fmt.count(series.days)} closes are here.")


@callback(
    Output("series-question", "children"),
    Output("series-chosen", "data"),
    Input({"type": "series-ask", "series": ALL}, "n_clicks"),
    prevent_initial_call=True,
)
def ask_series(_: list[int | None]) -> tuple[object, str]:
    """What is asked before a series goes."""
    if not ctx.triggered_id or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    chosen = str(ctx.triggered_id["series"])
    return series_question(services().benchmarks.find(chosen)), chosen


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("series-remove", "n_clicks"),
    State("series-chosen", "data"),
    State("accounts-address", "data"),
    prevent_initial_call=True,
)
def remove_series(clicks: int | None, chosen: str | None, search: str) -> Component:
    """Remove the series that was asked about."""
    if not clicks or not chosen:
        raise PreventUpdate
    try:
        series = services().benchmarks.remove(UUID(chosen))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    return toast(f"The series {series.name} is removed.")


def _saved(name: str, members: list[UUID], chosen: str) -> Group:
    groups = services().groups
    return groups.change(UUID(chosen), name=name, accounts=members) if chosen else groups.make(name, members)


def _accounts(answer: Overview, query: Query, tags: Mapping[UUID, list[Component]]) -> Component:
    rows = account_table(answer.accounts, query.without_accounts().search, scope="accounts", tags=tags)
    return card(
        "Accounts",
        html.Div(rows, className="account-rows"),
        note="state now, return and drawdown of the period",
        file=card_file(file_address(query, "accounts", part="accounts"), "Accounts as they stand now"),
    )


def _groups(groups: Sequence[Group], everyone: Sequence[Account], query: Query) -> Component:
    file = card_file(file_address(query, "accounts", part="groups"), "Groups") if groups else None
    table = group_table(groups, everyone, query.without_accounts().search)
    return card("Groups", table, note="several accounts as one", file=file)


def _benchmarks(query: Query) -> Component:
    series = services().benchmarks.all()
    address = file_address(query, "accounts", part="benchmarks")
    file = card_file(address, "Imported benchmarks") if series else None
    return card("Benchmarks", series_table(series), note="imported series", file=file)


def _header(line: str, query: Query) -> Component:
    together = query.href(f"/groups/{query.group or 'all'}") if not query.accounts else ""
    return page_header(
        "Accounts",
        line,
        report_menu(report_links(query, "accounts")),
        *([action_link("As one account", together, "layers")] if together else []),
        new_group_button(),
        action_link("Import report", "/import", "upload", primary=True),
    )


def _ask(query: Query) -> Overview:
    scope = scope_of(query)
    return services().performance.overview(scope.period, query.currency, query.zone, scope.ids)
