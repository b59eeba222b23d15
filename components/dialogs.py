"""Dialogs of the frame: where to go, which keys there are, and whether the demo data may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components.attributes import attributes
from components.icon import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.navigation import Entry
    from services.model import Account, Group

KEYS = (
    (("Ctrl", "K"), "Go to a page or an account"),
    (("/",), "Filter what is shown, or search"),
    (("[",), "Shorter period"),
    (("]",), "Longer period"),
    (("t",), "Change the theme"),
    (("i",), "Hide or show amounts"),
    (("f",), "Freeze the live page, and let it go on"),
    (("?",), "These keys"),
    (("Esc",), "Close what is open"),
)


def palette_dialog() -> Component:
    """The command palette; its list is filled by `palette_list`."""
    field = html.Div(
        [
            icon("search"),
            html.Label("Page or account", htmlFor="palette-field", className="visually-hidden"),
            dbc.Input(id="palette-field", type="search", placeholder="Page or account"),
        ],
        className="palette-field",
    )
    nothing = html.P("Nothing by that name.", id="palette-none", className="palette-none", hidden=True)
    body = [
        html.H2("Go to", className="visually-hidden"),
        field,
        html.Ul(id="palette-list", className="palette-list"),
    ]
    return html.Dialog(
        [*body, nothing], id="palette-dialog", className="dialog palette", **attributes(aria_label="Go to")
    )


def palette_list(
    entries: Sequence[Entry], accounts: Sequence[Account], groups: Sequence[Group], keep: str
) -> list[Component]:
    """Pages, groups and accounts, as links."""
    items = [_item(entry.name, entry.href, entry.icon, entry.group or "Page") for entry in entries]
    items += [_item(group.name, f"/groups/{group.id}{keep}", "collection", "Group") for group in groups]
    return items + [
        _item(
            account.name,
            f"/accounts/{account.id}{keep}",
            "person-vcard",
            f"{account.login} · {account.currency}",
        )
        for account in accounts
    ]


def keys_dialog(entries: Sequence[Entry]) -> Component:
    """The keyboard, listed."""
    rows = [(("g", entry.key), f"Go to {entry.name}") for entry in entries if entry.key]
    terms = [
        part
        for keys, meaning in (*KEYS, *rows)
        for part in (html.Dt([html.Kbd(key) for key in keys]), html.Dd(meaning))
    ]
    body = [
        html.H2("Keyboard"),
        html.Dl(terms, className="keys"),
        html.Div(_close("Close"), className="actions"),
    ]
    return html.Dialog(
        html.Div(body, className="dialog-body"),
        id="keys-dialog",
        className="dialog",
        **attributes(aria_label="Keyboard"),
    )


def remove_demo_dialog() -> Component:
    """The question before the demo data goes."""
    text = (
        "The demo accounts go, with all their deals, imports and figures. Your own accounts stay as they are."
    )
    remove = html.Button("Remove demo data", id="remove-demo", type="button", className="button danger")
    buttons = html.Div([_close("Keep it"), remove], className="actions")
    body = [html.H2("Remove the demo data?"), html.P(text, className="muted"), buttons]
    return html.Dialog(
        html.Div(body, className="dialog-body"),
        id="remove-demo-dialog",
        className="dialog",
        **attributes(aria_label="Remove the demo data?"),
    )


def demo_note() -> Component:
    """The line that says the figures are made up, and the way to be rid of them."""
    remove = html.Button(
        "remove", type="button", className="link-button", **attributes(data_opens="remove-demo-dialog")
    )
    return html.Span(["Demo data · ", remove])


def _item(name: str, href: str, symbol: str, where: str) -> Component:
    return html.Li(html.A([icon(symbol), html.Span(name), html.Span(where, className="where")], href=href))


def _close(text: str) -> Component:
    return html.Button(text, type="button", className="button", **attributes(data_closes="1"))
