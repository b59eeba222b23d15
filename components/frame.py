"""What stands around every page: the brand, the navigation's place, the top bar, the main region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components.attributes import attributes
from components.icon import icon
from components.states import page_skeleton
from components.top_bar import theme_menu

if TYPE_CHECKING:
    from dash.development.base_component import Component

NAME = "Performance Tracker"


def side() -> Component:
    """The brand and the place of the navigation."""
    mark = html.Span(icon("graph-up"), className="brand-mark")
    brand = html.A([mark, html.Span(NAME, className="brand-text")], href="/", className="brand", title=NAME)
    pages = html.Nav(id="side-pages", **attributes(aria_label="Pages"))
    return html.Aside([brand, pages, html.Div(id="demo-note", className="side-foot")], className="side")


def top() -> Component:
    """The top bar: choices, freshness, search, amounts, theme; on a phone most of it opens by a button."""
    pieces = [
        html.Div(id="choices", className="choices"),
        html.Div(className="spacer"),
        html.Div(id="freshness", className="freshness"),
        _more(),
        _search(),
        _hide(),
        html.Div(theme_menu(), className="more-phone"),
    ]
    return html.Header(html.Div(pieces, className="top-bar-inner"), className="top-bar")


def main(page: Component) -> Component:
    """The region that *page* is drawn in, with the outline shown before it is there."""
    strip = html.Div(id="demo-strip", className="demo-strip")
    return html.Main([strip, page, page_skeleton()], id="main", className="main", tabIndex=-1)


def _more() -> Component:
    marks = attributes(aria_label="More controls", aria_expanded="false", data_toggle_more="1")
    return html.Button(icon("sliders"), type="button", className="icon-button only-narrow", **marks)


def _search() -> Component:
    keys = attributes(aria_label="Ctrl K, go to a page or an account", data_opens="palette-dialog")
    words = [html.Span("Ctrl K", className="label-wide"), html.Span("Go to", className="label-sheet")]
    look = "icon-button more-phone"
    return html.Button([icon("search"), *words], type="button", className=look, title="Go to", **keys)


def _hide() -> Component:
    marks = attributes(aria_label="Hide amounts", aria_pressed="false", data_toggle_amounts="1")
    words = html.Span("Hide amounts", className="label-sheet")
    look = "icon-button more-phone"
    return html.Button(
        [icon("eye-slash"), words], type="button", className=look, title="Hide amounts", **marks
    )
