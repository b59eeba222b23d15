"""The frame around every page: navigation, top bar, dialogs, and what keeps them in step with the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import dash
from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    dcc,
    hooks,
    html,
)
from flask import has_app_context

from components.attributes import attributes
from components.dialogs import demo_note, keys_dialog, palette_dialog, palette_list, remove_demo_dialog
from components.frame import main, side, top
from components.freshness import freshness_pill
from components.navigation import Entry, phone_navigation, side_navigation
from components.toast import toast
from components.top_bar import account_picker, currency_picker, period_control, zone_picker
from dashboard import handover
from dashboard.context import services
from dashboard.file_callbacks import MADE, WISH
from dashboard.query import ACCOUNT_PATH, DEFAULT_PERIOD, GROUP_PATH, ZONES, Query
from dashboard.scope import scope_of
from dashboard.view import light, private
from services.errors import ServiceError

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.model import Account, Group

STYLESHEETS = (
    "/assets/vendor/bootstrap/bootstrap.min.css",
    "/assets/vendor/bootstrap-icons/bootstrap-icons.min.css",
)
TICK_MILLISECONDS = 15_000
HEAD = (
    '<meta name="color-scheme" content="light dark">'
    '<link rel="preload" href="/assets/vendor/inter/inter-latin-wght-normal.woff2" as="font"'
    ' type="font/woff2" crossorigin>'
    '<script src="/assets/js/boot.js"></script>'
)


@hooks.index()  # type: ignore[untyped-decorator]
def add_head(page: str) -> str:
    """The page's shell with its language and the script that sets the theme before anything is painted."""
    return page.replace("<html>", '<html lang="en">', 1).replace("<head>", f"<head>{HEAD}", 1)


def layout() -> Component:
    """The frame; pages are drawn inside its main region."""
    page = main(dash.page_container)
    frame = html.Div(
        [
            html.A("Skip to content", href="#main", className="skip-link"),
            html.Div(className="progress-line"),
            html.Div([side(), html.Div([top(), page], className="frame")], className="shell"),
            html.Nav(id="bottom-bar", className="bottom-bar", **attributes(aria_label="Pages, short")),
            html.Div(
                id="dialogs", children=[palette_dialog(), keys_dialog(entries(Query())), remove_demo_dialog()]
            ),
            html.Div(
                [
                    html.Div(id="file-notes", role="status"),
                    html.Div(id="toasts", role="status"),
                ],
                className="toasts",
            ),
            html.Div(
                id="announcer", className="visually-hidden", role="status", **attributes(aria_live="polite")
            ),
            html.Div(id="live-link", hidden=True, **attributes(data_stream=_stream())),
            dcc.Store(id="restyle"),
            dcc.Store(id="leave"),
            dcc.Store(id=WISH),
            dcc.Store(id=MADE),
            dcc.Interval(id="freshness-tick", interval=TICK_MILLISECONDS),
        ]
    )
    return light(frame)


def _stream() -> str | None:
    """Where the stream is, for the scripts; None in an application that runs without one."""
    is_there = has_app_context() and handover.installed() is not None
    return "/ws" if is_there else None


def entries(query: Query) -> tuple[Entry, ...]:
    """The pages that exist, in their order, with the state that links carry along."""
    pages = [page for page in dash.page_registry.values() if page.get("icon")]
    keep = query.without_accounts().search
    return tuple(
        Entry(
            page["name"],
            page["path"],
            page["path"] + keep,
            page["icon"],
            page.get("group", ""),
            page.get("key", ""),
        )
        for page in pages
    )


@callback(
    Output("side-pages", "children"),
    Output("bottom-bar", "children"),
    Output("palette-list", "children"),
    Output("choices", "children"),
    Output("demo-note", "children"),
    Output("demo-strip", "children"),
    Input("_pages_location", "pathname"),
    Input("_pages_location", "search"),
)
@private
def follow_address(pathname: str | None, search: str | None) -> tuple[object, ...]:
    """Draw the frame for the address at hand."""
    query, path = Query.of_place(pathname, search), pathname or "/"
    accounts, groups = services().performance.accounts(), services().groups.all()
    pages = entries(query)
    note = demo_note() if services().performance.has_demo() else None
    return (
        side_navigation(pages, path),
        phone_navigation(pages, path),
        palette_list(pages, accounts, groups, query.without_accounts().search),
        choices(accounts, groups, query, path),
        note,
        note,
    )


def choices(
    accounts: tuple[Account, ...], groups: tuple[Group, ...], query: Query, path: str
) -> list[Component]:
    """The pickers of the top bar, set to what the address says."""
    currencies = sorted({account.currency for account in accounts})
    is_in_path = path.startswith((ACCOUNT_PATH, GROUP_PATH))
    bare = replace(query.without_accounts() if is_in_path else query, period=DEFAULT_PERIOD)
    offered = [group for group in groups if group.accounts]
    known = {str(group.id) for group in offered}
    return [
        account_picker(accounts, offered, query.accounts, query.group if query.group in known else None),
        period_control(query.period, bare.href(path)),
        html.Div(currency_picker(currencies, query.currency), className="more-phone"),
        html.Div(zone_picker(ZONES, query.zone), className="more-narrow"),
    ]


@callback(
    Output("freshness", "children"),
    Input("freshness-tick", "n_intervals"),
    Input("_pages_location", "pathname"),
    Input("_pages_location", "search"),
)
@private
def show_freshness(_: int | None, pathname: str | None, search: str | None) -> Component:
    """How fresh the figures of the selected accounts are."""
    scope = scope_of(Query.of_place(pathname, search))
    selected = [services().performance.pnl(account.id, scope.zone) for account in scope.accounts]
    return freshness_pill(selected, scope.zone, datetime.now(UTC))


@callback(
    Output("toasts", "children"),
    Output("leave", "data"),
    Input("remove-demo", "n_clicks"),
    prevent_initial_call=True,
)
def remove_demo(_: int) -> tuple[Component, str | None]:
    """Remove the demo data, and start over where the pages show none."""
    try:
        services().demo.remove()
    except ServiceError as error:
        return toast(str(error), failed=True), None
    return toast("Demo data removed."), "/"


clientside_callback(
    ClientsideFunction("tracker", "recolour"),
    Output({"type": "chart", "name": ALL}, "figure"),
    Input("restyle", "data"),
    State({"type": "chart", "name": ALL}, "figure"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("tracker", "leave"),
    Output("leave", "clear_data"),
    Input("leave", "data"),
    prevent_initial_call=True,
)
