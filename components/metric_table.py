"""Every metric on both bases side by side: as the MT5 report counts, and in net round trips; never mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.explanation import explanation_rows
from components.icon import icon
from components.kpi import metric_tone
from components.table import Column, cell, family_row, plain_table
from services.metrics import Family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.metrics import Metric, MetricValue

COLUMNS = (
    Column("Metric"),
    Column("MT5 report", "number", "Every closing deal counts, entry commission is left out of it"),
    Column("Net round trips", "number strong", "A position from entry to exit, after all its costs"),
    Column("n", "number muted", "Observations behind the net figure"),
)


def metric_table(net: Sequence[MetricValue], mt5: Sequence[MetricValue], digits: int) -> Component:
    """The metrics by family; each name opens its explanation."""
    by_name = {value.metric.name: value for value in mt5}
    own = {value.metric.name: value for value in net}
    metrics = {value.metric.name: value.metric for value in (*net, *mt5)}
    rows: list[Children] = []
    for family in Family:
        members = [metric for metric in metrics.values() if metric.family is family]
        if members:
            rows.append(family_row(family.value, len(COLUMNS)))
        rows += [_row(metric, own.get(metric.name), by_name.get(metric.name), digits) for metric in members]
    return plain_table(COLUMNS, rows, label="Metrics on both bases", dense=True)


def _row(metric: Metric, net: MetricValue | None, mt5: MetricValue | None, digits: int) -> list[object]:
    shown = net or mt5
    return [
        _name(metric, net, mt5, digits),
        _value(mt5, digits, "number muted"),
        _value(net, digits, "number strong"),
        fmt.count(shown.n) if shown else fmt.UNDEFINED,
    ]


def _value(value: MetricValue | None, digits: int, look: str) -> Component:
    if value is None:
        return cell(fmt.UNDEFINED, f"{look} faint", "Not defined on this basis.")
    if not value.is_defined:
        return cell(fmt.UNDEFINED, f"{look} faint", value.reason or value.metric.undefined)
    tone = metric_tone(value) if value.metric.family is not Family.DRAWDOWN else ""
    return cell(fmt.metric(value, digits), f"{look} {tone}".rstrip())


def _name(metric: Metric, net: MetricValue | None, mt5: MetricValue | None, digits: int) -> Component:
    panels = [
        part
        for title, value in (("Net round trips", net), ("MT5 report", mt5))
        if value is not None
        for part in (
            html.H3(f"{title}: {fmt.metric(value, digits)}", className="mt-2"),
            explanation_rows(value, digits),
        )
    ]
    panel = html.Div(
        [html.Div(metric.label, className="popover-title"), html.P(metric.definition), *panels],
        className="popover-panel",
    )
    return html.Details([html.Summary([metric.label, icon("info-circle")]), panel], className="explain")
