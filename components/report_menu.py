"""A menu that leads to the file of what is shown, in each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.icon import icon
from components.report_choice import SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component


def report_menu(links: Sequence[tuple[str, str, str]], text: str = "Report") -> Component:
    """The formats, each as name, label and address, under a button called *text*."""
    items: list[Component] = [html.Div("As a file", className="menu-title")]
    items += [
        html.A([icon(SYMBOLS.get(name, "file-earmark")), label], href=href, className="menu-item")
        for name, label, href in links
    ]
    button = html.Summary([icon("file-earmark-text"), text], className="button")
    return html.Details([button, html.Div(items, className="popover-panel end menu-list")], className="menu")
