"""What a region shows instead of figures: nothing yet, something failed, still reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.attributes import attributes
from components.icon import icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

CARDS = 6


def empty_state(
    title: str, text: str, *actions: Component, symbol: str = "inbox", level: int = 2
) -> Component:
    """What is missing, why, and the one thing to do about it."""
    heading = html.H1(title) if level == 1 else html.H2(title)
    body = [icon(symbol), heading, html.P(text), html.Div(list(actions), className="actions")]
    return html.Div(body, className="card-surface message")


def nothing_here(text: str, symbol: str = "inbox") -> Component:
    """The short form inside a card."""
    return html.Div([icon(symbol), html.P(text)], className="message compact")


def error_state(text: str, request_id: str = "") -> Component:
    """What went wrong in one sentence, the id that finds it in the log, and a way to try again."""
    retry = html.Button(
        [icon("arrow-clockwise"), "Try again"],
        type="button",
        className="button",
        **attributes(data_reload="1"),
    )
    home = html.A("Go to the overview", href="/", className="button quiet")
    known = html.P(["Request ", html.Code(request_id)]) if request_id else None
    body = [
        icon("exclamation-octagon", "loss"),
        html.H1("This page could not be shown"),
        html.P(text),
        known,
        html.Div([retry, home], className="actions"),
    ]
    return html.Div(body, className="card-surface message", role="alert")


def page_skeleton() -> Component:
    """The outline of a page while its first answer is on the way."""
    cards = [html.Div(className="skeleton-block kpi") for _ in range(CARDS)]
    head = html.Div(html.Div(className="skeleton-line"), className="page-header")
    body = html.Div(className="skeleton-block", style={"height": "396px"})
    shape = [head, html.Div(cards, className="kpis"), body]
    return html.Div(shape, className="page-skeleton", **attributes(aria_hidden="true"))
