"""The way around: groups of pages at the left, five of them at the bottom of a phone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from dash import html

from components.attributes import attributes
from components.icon import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

MOST_ON_PHONE = 5

BENEATH = {"/accounts": "/groups/"}
"""Pages of the navigation that lead to others below another path."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation; *key* goes there after `g`."""

    name: str
    path: str
    href: str
    icon: str
    group: str = ""
    key: str = ""

    def is_current(self, pathname: str) -> bool:
        """Whether the address belongs to this page."""
        if pathname == self.path or pathname.startswith(BENEATH.get(self.path, "//")):
            return True
        return self.path != "/" and pathname.startswith(f"{self.path}/")


def side_navigation(entries: Sequence[Entry], pathname: str) -> Component:
    """The pages by group."""
    parts: list[Component] = []
    for group, members in groupby(entries, key=lambda entry: entry.group):
        if group:
            parts.append(html.H2(group, className="nav-group"))
        items = [html.Li(_link(entry, pathname, "nav-link-item", "nav-text")) for entry in members]
        parts.append(html.Ul(items, className="nav-list"))
    return html.Div(parts)


def phone_navigation(entries: Sequence[Entry], pathname: str) -> Component:
    """The first pages, and the way to all of them where there are more than five."""
    if len(entries) <= MOST_ON_PHONE:
        return html.Ul([html.Li(_link(entry, pathname, "", "", keyed=False)) for entry in entries])
    first = [html.Li(_link(entry, pathname, "", "", keyed=False)) for entry in entries[: MOST_ON_PHONE - 1]]
    return html.Ul([*first, html.Li(_all_pages())])


def _all_pages() -> Component:
    words = [icon("three-dots"), html.Span("More")]
    return html.Button(words, type="button", className="all-pages", **attributes(data_opens="palette-dialog"))


def _link(entry: Entry, pathname: str, look: str, text_look: str, *, keyed: bool = True) -> Component:
    current = "page" if entry.is_current(pathname) else None
    key = entry.key if keyed and entry.key else None
    return html.A(
        [icon(entry.icon), html.Span(entry.name, className=text_look)],
        href=entry.href,
        className=look,
        title=entry.name,
        **attributes(aria_current=current, data_key=key),
    )
