"""Key figures: a label, its explanation, the number, and a quiet line under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.explanation import explanation, note_explanation
from services.metrics import Family, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.metrics import MetricValue


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure, ready to be shown; *title* holds the value in full where it was shortened."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: str = ""
    title: str = ""
    how: Component | None = None


def kpi_card(kpi: Kpi) -> Component:
    """The card of one key figure."""
    value = [html.Span(kpi.value, className=kpi.tone)]
    if kpi.unit and kpi.value != fmt.UNDEFINED:
        value.append(html.Span(kpi.unit, className="unit"))
    return html.Div(
        [
            html.Div([html.Span(kpi.label), kpi.how], className="kpi-label"),
            html.Div(value, className="kpi-value", title=kpi.title),
            html.Div(
                kpi.note,
                className="kpi-note reason" if kpi.value == fmt.UNDEFINED else "kpi-note",
                title=kpi.note,
            ),
        ],
        className="kpi",
    )


def kpi_row(kpis: Sequence[Kpi]) -> Component:
    """Key figures beside each other."""
    return html.Section(
        [kpi_card(kpi) for kpi in kpis], className="kpis", **attributes(aria_label="Key figures")
    )


def metric_kpi(value: MetricValue, currency: str, digits: int, *, note: str = "") -> Kpi:
    """A metric as a key figure."""
    sign = fmt.is_signed(value)
    is_money = value.metric.unit is Unit.MONEY
    full = fmt.metric(value, digits, sign=sign)
    text = fmt.compact_money(value.value, digits, sign=sign) if is_money and value.is_defined else full
    return Kpi(
        label=value.metric.label.partition(",")[0],
        value=text,
        unit=currency if is_money else "",
        note=note or quiet_line(value, digits),
        tone=metric_tone(value),
        title=full if value.is_defined else value.reason or value.metric.undefined,
        how=explanation(value, digits),
    )


def plain_kpi(label: str, value: str, note: str, *, unit: str = "", tone: str = "", meaning: str = "") -> Kpi:
    """A key figure that is no metric, such as equity; *meaning* explains it in one sentence."""
    how = note_explanation(label, meaning) if meaning else None
    return Kpi(label=label, value=value, unit=unit, note=note, tone=tone, title=note, how=how)


def quiet_line(value: MetricValue, digits: int = 2) -> str:
    """The line under a metric: observations, and its interval or how it was annualised."""
    if not value.is_defined:
        return value.reason or value.metric.undefined
    aspect = value.metric.label.partition(", ")[2]
    parts = [
        aspect,
        f"n = {fmt.count(value.n)}",
        fmt.interval(value, digits) or value.annualisation,
    ]
    return " · ".join(part for part in parts if part)


def metric_tone(value: MetricValue) -> str:
    """The colour class of a metric: only where it is a gain, a loss, or on the wrong side of break-even."""
    if not value.is_defined:
        return "faint"
    if fmt.is_signed(value) or (value.metric.family is Family.RISK and value.value < 0):
        return fmt.tone(value.value)
    if value.metric.family is Family.DRAWDOWN and value.metric.unit in (Unit.FRACTION, Unit.MONEY):
        return "loss" if value.value else ""
    if value.metric.name == "profit_factor" and value.value < 1:
        return "loss"
    return ""
