"""A toast: one sentence that a thing was done, or was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.icon import icon

if TYPE_CHECKING:
    from dash.development.base_component import Component


def toast(text: str, *, failed: bool = False) -> Component:
    """The sentence in the corner; it goes by itself."""
    symbol = icon("exclamation-octagon", "loss") if failed else icon("check2-circle", "ok")
    return html.Div([symbol, html.Span(text)], className="toast-note loss" if failed else "toast-note")
