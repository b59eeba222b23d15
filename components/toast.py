"""A toast: one sentence that a thing was done, or was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.icon import icon

if TYPE_CHECKING:
    from dash.development.base_component import Component


def toast(text: str, *, failed: bool = False, link: tuple[str, str] | None = None) -> Component:
    """The sentence in the corner; it goes by itself. *link* is a file: what it is called, and where it is."""
    symbol = icon("exclamation-octagon", "loss") if failed else icon("check2-circle", "ok")
    file = None if link is None else html.A(link[0], href=link[1], download="")
    return html.Div([symbol, html.Span(text), file], className="toast-note loss" if failed else "toast-note")
