"""A card: the one surface that things stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.attributes import Children, attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component


def card(
    title: str, *body: Component | None, note: Children = None, file: Component | None = None
) -> Component:
    """A titled surface; *note* stands quietly at the right of the title, beside what makes a *file* of it."""
    aside = html.Div(note, className="note")
    tools = aside if file is None else html.Div([aside, file], className="card-tools")
    head = html.Div([html.H2(title), tools], className="card-head")
    return html.Section([head, *body], className="card-surface", **attributes(aria_label=title))
