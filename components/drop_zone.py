"""Where one file is dropped, or chosen by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from components.icon import icon

if TYPE_CHECKING:
    from dash.development.base_component import Component


def drop_zone(name: str, text: str, symbol: str, look: str = "") -> Component:
    """The place for a file, as an upload called *name*."""
    words = html.Div(text, className="drop-text")
    choose = html.Button([icon("folder2-open"), "Choose file"], type="button", className="button")
    return dcc.Upload(
        html.Div([icon(symbol), words, choose], className="drop-zone"),
        id=name,
        className=f"drop {look}".rstrip(),
        style={},
        style_active={},
        style_reject={},
        className_active="drop-zone-active",
        multiple=False,
    )
