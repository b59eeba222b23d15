"""A menu that makes the file of what is shown, in each format, with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.attributes import Children, attributes
from components.icon import icon
from components.report_choice import SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component


def report_menu(
    links: Sequence[tuple[str, str, str]], text: str = "Report", *, is_primary: bool = False
) -> Component:
    """The formats, each as name, label and address, under a button called *text*."""
    items: list[Component] = [html.Div("As a file", className="menu-title")]
    items += [
        file_link([icon(SYMBOLS.get(name, "file-earmark")), label], href, "menu-item")
        for name, label, href in links
    ]
    symbol, look = ("download", "button primary") if is_primary else ("file-earmark-text", "button")
    button = html.Summary([icon(symbol), text], className=look)
    return html.Details([button, html.Div(items, className="popover-panel end menu-list")], className="menu")


def card_file(href: str, title: str) -> Component:
    """The small button of a card, which makes the file that *href* describes; *title* is what it holds."""
    word, what, kind = ("ZIP", "ZIP of CSV files", "zip") if "format=zip" in href else ("CSV", "CSV", "csv")
    name = attributes(data_file="", aria_label=f"{title} as {what}")
    return html.A([icon(SYMBOLS[kind]), word], href=href, className="button small", **name)


def file_link(text: Children, href: str, look: str) -> Component:
    """What makes the file that *href* describes on the reports page, without going there."""
    return html.A(text, href=href, className=look, **attributes(data_file=""))
