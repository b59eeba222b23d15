"""A card: the one surface that things stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

if TYPE_CHECKING:
    from dash.development.base_component import Component


def card(title: str, *body: Component, note: object = None, id: str = "") -> Component:  # noqa: A002 - Dash's word
    """A titled surface; *note* stands quietly at the right of the title."""
    head = html.Div([html.H2(title), html.Div(note, className="note")], className="card-head")
    named = {"id": id} if id else {}
    return html.Section([head, *body], className="card-surface", **{"aria-label": title}, **named)
