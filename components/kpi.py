"""Key figures: a label, its explanation, the number, and a quiet line under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.explanation import explanation, note_explanation
from components.live import live
from services.metrics import Family, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.metrics import MetricValue


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure, ready to be shown; *title* holds the value in full where it was shortened.

    Where the stream writes anew, *figure* stands for the value and *note_parts* for the note.
    """

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: str = ""
    title: str = ""
    how: Component | None = None
    figure: Component | None = None
    note_parts: Children = None


def kpi_card(kpi: Kpi, scope: str = "page") -> Component:
    """The card of one key figure on the page called *scope*."""
    parts = {name: live(scope, name, part) for name, part in kpi_parts(kpi).items()}
    value = [parts[f"{kpi.label}/value"]]
    if kpi.unit and kpi.value != fmt.UNDEFINED:
        value.append(html.Span(kpi.unit, className="unit"))
    reason = "reason" if kpi.value == fmt.UNDEFINED else ""
    return html.Div(
        [
            html.Div([html.Span(kpi.label), kpi.how], className="kpi-label"),
            html.Div(value, className="kpi-value", title=kpi.title),
            html.Div(
                parts[f"{kpi.label}/note"],
                className=f"kpi-note {reason}".rstrip(),
                title="" if kpi.note_parts else kpi.note,
            ),
        ],
        className="kpi",
    )


def kpi_parts(kpi: Kpi) -> dict[str, Children]:
    """What of a key figure moves."""
    value = kpi.figure or html.Span(kpi.value, className=kpi.tone)
    return {f"{kpi.label}/value": value, f"{kpi.label}/note": kpi.note_parts or kpi.note}


def kpi_row(kpis: Sequence[Kpi], scope: str = "page") -> Component:
    """Key figures beside each other."""
    cards = [kpi_card(kpi, scope) for kpi in kpis]
    return html.Section(cards, className="kpis", **attributes(aria_label="Key figures"))


def metric_kpi(value: MetricValue, currency: str, digits: int, *, note: str = "") -> Kpi:
    """A metric as a key figure."""
    sign = fmt.is_signed(value)
    is_money = value.metric.unit is Unit.MONEY
    full = fmt.metric(value, digits, sign=sign)
    text = fmt.compact_money(value.value, digits, sign=sign) if is_money and value.is_defined else full
    return Kpi(
        label=value.metric.label,
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
    parts = [f"n = {fmt.count(value.n)}", fmt.interval(value, digits) or value.annualisation]
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
