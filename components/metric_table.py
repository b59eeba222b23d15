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

MT5_COLUMN = Column("MT5 report", "number", "Every closing deal counts, entry commission is left out of it")
COLUMNS = (
    Column("Metric"),
    MT5_COLUMN,
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


def metric_table(
    net: Sequence[MetricValue], mt5: Sequence[MetricValue], digits: int, scope: str = ""
) -> Component:
    """The metrics most asked for, then all of them by family; each name opens its explanation.

    Where nothing is known on the mt5 basis its column is left out. *scope* tells the page's ids apart.
    """
    return _table(net, mt5, digits, scope, html.Div(every_metric(net, mt5, digits, scope)))


def brief_metric_table(net: Sequence[MetricValue], mt5: Sequence[MetricValue], digits: int) -> Component:
    """The metrics most asked for, and the place where all of them are put when it is opened."""
    return _table(net, mt5, digits, "", html.Div(id="every-metric", className="every-metric"))


def every_metric(
    net: Sequence[MetricValue], mt5: Sequence[MetricValue], digits: int, scope: str = ""
) -> Component:
    """All metrics by family."""
    pairs, shown = _paired(net, mt5), _columns(mt5)
    rows: list[Children] = []
    for family in Family:
        members = [pair for pair in pairs.values() if pair.metric.family is family]
        rows += [family_row(family.value, len(shown))] * bool(members)
        rows += [_row(pair, digits, "all", scope) for pair in members]
    return plain_table(shown, _known(rows, mt5), label=f"All metrics {_bases(mt5)}", dense=True)


def _table(
    net: Sequence[MetricValue], mt5: Sequence[MetricValue], digits: int, scope: str, every: Component
) -> Component:
    pairs = _paired(net, mt5)
    first: list[Children] = [_row(pairs[name], digits, "first", scope) for name in FIRST if name in pairs]
    words = html.Summary(f"All {fmt.count(len(pairs))} metrics", id=f"more-metrics{scope}")
    table = plain_table(_columns(mt5), _known(first, mt5), label=f"Metrics {_bases(mt5)}", dense=True)
    return html.Div([table, html.Details([words, every], className="show-more")])


def _columns(mt5: Sequence[MetricValue]) -> list[Column]:
    return [column for column in COLUMNS if mt5 or column is not MT5_COLUMN]


def _bases(mt5: Sequence[MetricValue]) -> str:
    return "on both bases" if mt5 else "in net round trips"


def _known(rows: list[Children], mt5: Sequence[MetricValue]) -> list[Children]:
    return rows if mt5 else [_without_mt5(row) for row in rows]


def _without_mt5(row: Children) -> Children:
    return row if isinstance(row, html.Tr) else [row[0], *row[2:]]


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


def _row(pair: _Pair, digits: int, place: str, scope: str) -> list[Children]:
    shown = pair.net or pair.mt5
    return [
        _name(pair.metric, place, scope),
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


def _name(metric: Metric, place: str, scope: str) -> Component:
    name, title = f"{place}/{metric.name}", html.Div(metric.label, className="popover-title")
    button = html.Summary([metric.label, icon("info-circle")], id={"type": f"{scope}explain", "name": name})
    words = html.Div(id={"type": f"{scope}explanation", "name": name}, className="explanation")
    return html.Details([button, html.Div([title, words], className="popover-panel")], className="explain")
