"""What a heatmap shows, chosen above it: links beside each other, and a menu of metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components.attributes import attributes
from components.icon import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.metrics import Metric


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to look: its label, where it leads, whether it is shown now."""

    label: str
    href: str
    is_current: bool


def choice_row(label: str, choices: Sequence[Choice]) -> Component:
    """The ways beside each other, under *label*."""
    links = [
        html.A(item.label, href=item.href, **attributes(aria_current="true" if item.is_current else None))
        for item in choices
    ]
    row = html.Div(links, className="choice-links", role="group", **attributes(aria_label=label))
    return html.Div([html.Span(label, className="choice-label"), row], className="choice-row")


def metric_menu(metrics: Sequence[tuple[Metric, str]], chosen: Sequence[Metric]) -> Component:
    """Every metric with the address that shows or leaves it; those *chosen* are ticked."""
    items: list[Component] = []
    family = None
    for metric, href in metrics:
        if metric.family is not family:
            family = metric.family
            items.append(html.Div(family.value, className="menu-title"))
        items.append(_tick(metric, href, is_chosen=metric in chosen))
    button = html.Summary([icon("layout-three-columns"), "Metrics"], className="icon-button")
    return html.Details(
        [button, html.Div(items, className="popover-panel end menu-list metric-list")], className="menu"
    )


def _tick(metric: Metric, href: str, *, is_chosen: bool) -> Component:
    mark = icon("check2") if is_chosen else html.Span(className="no-tick")
    current = "true" if is_chosen else None
    return html.A([mark, metric.label], href=href, className="menu-item", **attributes(aria_current=current))
