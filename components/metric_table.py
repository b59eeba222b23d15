"""Every metric on both bases side by side: as the MT5 report counts, and in net round trips; never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.explanation import explanation_rows
from components.icon import icon
from components.kpi import metric_tone
from components.table import Column, cell, family_row, plain_table
from services.metrics import MT5, NET, Family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.metrics import Metric, MetricValue

COLUMNS = (
    Column("Metric"),
    Column("MT5 report", "number", "Every closing deal counts, entry commission is left out of it"),
    Column("Net round trips", "number strong", "A position from entry to exit, after all its costs"),
    Column("n", "number muted wide-only", "Observations behind the net figure"),
)
TITLES = {NET: "Net round trips", MT5: "MT5 report"}
FIRST = (
    "net_profit",
    "gross_profit",
    "gross_loss",
    "profit_factor",
    "win_rate",
    "total_trades",
    "expectancy",
    "average_win",
    "average_loss",
    "payoff_ratio",
    "sharpe_ratio",
    "sortino_ratio",
    "calmar_ratio",
    "max_drawdown",
    "max_balance_drawdown",
    "recovery_factor",
    "max_consecutive_losses",
    "average_holding_time",
)


def metric_table(net: Sequence[MetricValue], mt5: Sequence[MetricValue], digits: int) -> Component:
    """The metrics most asked for, and the place where all of them open; each name opens its explanation."""
    pairs = _paired(net, mt5)
    first = [_row(pairs[name], digits, "first") for name in FIRST if name in pairs]
    words = html.Summary(f"All {fmt.count(len(pairs))} metrics", id="more-metrics")
    every = html.Div(id="every-metric", className="every-metric")
    return html.Div(
        [
            plain_table(COLUMNS, first, label="Metrics on both bases", dense=True),
            html.Details([words, every], className="show-more"),
        ]
    )


def every_metric(net: Sequence[MetricValue], mt5: Sequence[MetricValue], digits: int) -> Component:
    """All metrics by family."""
    pairs = _paired(net, mt5)
    rows: list[Children] = []
    for family in Family:
        members = [pair for pair in pairs.values() if pair.metric.family is family]
        rows += [family_row(family.value, len(COLUMNS))] * bool(members)
        rows += [_row(pair, digits, "all") for pair in members]
    return plain_table(COLUMNS, rows, label="All metrics on both bases", dense=True)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A metric with its value on either basis."""

    metric: Metric
    net: MetricValue | None
    mt5: MetricValue | None


def _paired(net: Sequence[MetricValue], mt5: Sequence[MetricValue]) -> dict[str, _Pair]:
    ours = {value.metric.name: value for value in net}
    report = {value.metric.name: value for value in mt5}
    metrics = {value.metric.name: value.metric for value in (*net, *mt5)}
    return {name: _Pair(metric, ours.get(name), report.get(name)) for name, metric in metrics.items()}


def _row(pair: _Pair, digits: int, place: str) -> list[Children]:
    shown = pair.net or pair.mt5
    return [
        _name(pair.metric, place),
        _value(pair.mt5, digits, "number muted"),
        _value(pair.net, digits, "number strong"),
        fmt.count(shown.n) if shown else fmt.UNDEFINED,
    ]


def _value(value: MetricValue | None, digits: int, look: str) -> Component:
    if value is None:
        return cell(fmt.UNDEFINED, f"{look} faint", "Not defined on this basis.")
    if not value.is_defined:
        return cell(fmt.UNDEFINED, f"{look} faint", value.reason or value.metric.undefined)
    tone = metric_tone(value) if value.metric.family is not Family.DRAWDOWN else ""
    return cell(fmt.metric(value, digits), f"{look} {tone}".rstrip())


def metric_explanation(values: Sequence[MetricValue], digits: int, search: str = "") -> Component:
    """What a metric means, and how its value on each basis was made; *search* is that of links."""
    parts = [
        part
        for value in values
        for part in (
            html.H3(f"{TITLES[value.basis]}: {fmt.metric(value, digits)}", className="mt-2"),
            explanation_rows(value, digits, search),
        )
    ]
    return html.Div([html.P(values[0].metric.definition), *parts] if values else None)


def _name(metric: Metric, place: str) -> Component:
    name = f"{place}/{metric.name}"
    button = html.Summary([metric.label, icon("info-circle")], id={"type": "explain", "name": name})
    words = html.Div(id={"type": "explanation", "name": name}, className="explanation")
    panel = html.Div([html.Div(metric.label, className="popover-title"), words], className="popover-panel")
    return html.Details([button, panel], className="explain")
