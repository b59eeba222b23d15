"""The top of a page: what it shows, of what, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.icon import icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children


def page_header(title: str, line: Children, *actions: Component, aside: str = "") -> Component:
    """The page's one h1, the line that says what is shown, and its actions."""
    heading = html.H1([title, html.Span(aside, className="aside") if aside else None])
    words = html.Div([heading, html.P(line, className="lead-line")])
    return html.Header([words, html.Div(list(actions), className="actions")], className="page-header")


def action_link(text: str, href: str, symbol: str, *, primary: bool = False) -> Component:
    """A link that looks like the button it acts as."""
    return html.A([icon(symbol), text], href=href, className="button primary" if primary else "button")


def action_button(text: str, name: str, symbol: str, *, primary: bool = False) -> Component:
    """A button with an icon; *name* is its id."""
    look = "button primary" if primary else "button"
    return html.Button([icon(symbol), text], id=name, type="button", className=look)
