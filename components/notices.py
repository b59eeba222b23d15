"""What needs attention: a mark, a headline that leads there, and a quiet line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.icon import icon
from components.states import nothing_here
from services.answers import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import Notice

SYMBOLS = {
    Severity.LOSS: ("exclamation-triangle", "Risk"),
    Severity.WARN: ("exclamation-circle", "Warning"),
    Severity.OK: ("check2-circle", "Fine"),
}


def notice_list(notices: Sequence[Notice], keep: str = "") -> Component:
    """The notices, most urgent first as given; *keep* is the query string that links carry along."""
    if not notices:
        return nothing_here("Nothing needs attention.", "check2-circle")
    return html.Ul([_notice(notice, keep) for notice in notices], className="notices")


def _notice(notice: Notice, keep: str) -> Component:
    symbol, meaning = SYMBOLS[notice.severity]
    spoken = html.Span(f"{meaning}: ", className="visually-hidden")
    link = notice.href + (keep if notice.href.startswith("/") and "?" not in notice.href else "")
    title = (
        html.A([spoken, notice.title], href=link, className="notice-title")
        if notice.href
        else html.Div([spoken, notice.title], className="notice-title")
    )
    words = html.Div([title, html.Div(notice.text, className="notice-text")])
    return html.Li([icon(symbol, notice.severity.value), words])
