"""The explanation of a figure: what it means, how it was made, and from how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.attributes import Children, attributes
from components.icon import icon
from services.metrics import MT5

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.metrics import MetricValue

BASES = {"net": "net round trips, after all costs", MT5: "as the MT5 report counts it"}


PAGES = {"sharpe_ratio": ("/which-sharpe", "Which Sharpe is this?")}


def explanation_rows(value: MetricValue, digits: int = 2, search: str = "") -> Component:
    """The facts behind one value as a list of terms; *search* goes with a link to a page about it."""
    metric = value.metric
    rows = [
        ("Formula", html.Code(metric.formula) if metric.formula else ""),
        ("n", fmt.count(value.n) + (", a small sample" if value.is_small_sample and value.n else "")),
        ("95 % interval", fmt.interval(value, digits)),
        ("Basis", BASES.get(value.basis, value.basis)),
        ("Measured on", value.series),
        ("Day zone", moment.zone_name(value.zone) if value.zone else ""),
        ("Annualised", value.annualisation),
        ("Source", metric.source),
        ("Elsewhere", _page_about(metric.name, search)),
        ("Undefined", "" if value.is_defined else value.reason or metric.undefined),
    ]
    return html.Dl([part for term, text in rows if text for part in (html.Dt(term), html.Dd(text))])


def _page_about(name: str, search: str) -> Children:
    if name not in PAGES:
        return ""
    path, title = PAGES[name]
    return html.A(title, href=f"{path}{search}")


def explanation(value: MetricValue, digits: int = 2) -> Component:
    """An info button that opens the explanation of *value*."""
    label = value.metric.label
    panel = html.Div(
        [
            html.Div(label, className="popover-title"),
            html.P(value.metric.definition),
            explanation_rows(value, digits),
        ],
        className="popover-panel",
    )
    button = html.Summary(icon("info-circle"), **attributes(aria_label=f"How {label} is computed"))
    return html.Details([button, panel], className="explain")


def note_explanation(label: str, text: str) -> Component:
    """An info button that opens one sentence."""
    panel = html.Div([html.Div(label, className="popover-title"), html.P(text)], className="popover-panel")
    return html.Details(
        [html.Summary(icon("info-circle"), **attributes(aria_label=f"What {label} means")), panel],
        className="explain",
    )
