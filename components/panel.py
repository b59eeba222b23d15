"""A panel of the account page: its card, what can be chosen in it, its outline until it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components.attributes import attributes
from components.card import card
from components.explanation import note_explanation
from components.icon import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children

Options = tuple[tuple[str, str], ...]


def panel_card(
    name: str,
    title: str,
    meaning: str,
    *,
    size: str,
    choice: Component | None = None,
) -> Component:
    """The card of the panel called *name*; *meaning* explains it, *size* keeps its place free."""
    tools = [choice, panel_file(name, title), note_explanation(title, meaning)]
    note = html.Div(tools, className="panel-tools")
    body = html.Div(
        html.Div(className="skeleton-block panel-skeleton", **attributes(aria_hidden="true")),
        id={"type": "panel", "name": name},
        className=f"panel-body for-{size}",
    )
    return card(title, body, note=note)


def panel_choice(name: str, label: str, parameter: str, options: Options, chosen: str) -> Component:
    """One of several ways to look; what is chosen stands in the address under *parameter*."""
    field = dbc.RadioItems(
        id={"type": "panel-choice", "name": name},
        options=[{"label": word, "value": value} for value, word in options],
        value=chosen,
        inline=True,
        className="segmented small radios",
        labelClassName="radio-label",
        inputClassName="visually-hidden",
    )
    legend = html.Legend(label, className="visually-hidden")
    return html.Fieldset(
        [legend, field], hidden=not options, className="panel-choice", **attributes(data_mirror=parameter)
    )


def panel_file(name: str, title: str) -> Component:
    """The button that makes a file of what the panel shows."""
    return html.Button(
        [icon("filetype-csv"), "CSV"],
        id={"type": "panel-csv", "name": name},
        type="button",
        className="button small",
        **attributes(aria_label=f"{title} as CSV"),
    )


def panel_section(name: str, title: str, *rows: Component) -> Component:
    """A part of the page under its heading, which the page's navigation leads to."""
    heading = html.H2(title, className="section-title")
    return html.Section([heading, *rows], id=name, className="rows page-section")


def section_links(sections: Sequence[tuple[str, str]]) -> Component:
    """The way to the parts of the page: pairs of their ids and titles."""
    links: Children = [html.A(title, href=f"#{name}") for name, title in sections]
    return html.Nav(links, className="section-links", **attributes(aria_label="On this page"))
