"""Where a file is dropped, and what will happen to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.card import card
from components.icon import icon
from components.pill import pill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

FIRST = "MetaTrader 5", "MetaTrader"
STEPS = (
    (
        "search",
        "Read",
        "Deals, open positions and the printed figures are taken out of the file, in any language.",
    ),
    (
        "calculator",
        "Recompute",
        "Every figure the broker printed is computed again from the deals and compared.",
    ),
    (
        "check2-square",
        "Confirm",
        "You see what is new and what differs. Nothing is stored before you say so.",
    ),
)


def drop_zone() -> Component:
    """The place for files; a click chooses them."""
    words = html.Div(
        [
            html.Div("Drop reports here", className="drop-title"),
            html.Div("Several files at once are fine, up to 12 MB each.", className="drop-note"),
        ],
        className="drop-text",
    )
    choose = html.Button([icon("folder2-open"), "Choose files"], type="button", className="button")
    return html.Div([icon("file-earmark-arrow-up"), words, choose], className="drop-zone")


def import_steps(formats: Sequence[str]) -> list[Component]:
    """What happens to a file, and which files are understood."""
    steps = [
        html.Li([icon(symbol), html.H2(title), html.P(text)], className="card-surface")
        for symbol, title, text in STEPS
    ]
    ordered = sorted(formats, key=lambda label: (not label.startswith(FIRST), label))
    known = html.Div([pill(label) for label in ordered], className="formats card-body-pad")
    return [html.Ul(steps, className="steps"), card("Formats", known, note="found by content, not by name")]
