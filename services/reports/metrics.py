"""Every metric of every account, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.exports import Column, Document, Kind, Readers, Table
from services.reports._about import about
from services.reports._beside import BENCHMARK, benchmark_facts, beside_of, chosen_of
from services.reports._metric_figures import exact_unit, shown_figure, shown_unit
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.container import Services
    from services.metrics import MetricValue
    from services.model import Account
    from services.reports._registry import Request

COLUMNS = (
    Column("account", "Account", Kind.TEXT),
    Column("metric", "Metric", Kind.TEXT),
    Column("value", "Value", Kind.NUMBER),
    Column("unit", "Unit", Kind.TEXT),
    Column("n", "n", Kind.INTEGER),
    Column("low", "Low", Kind.NUMBER),
    Column("high", "High", Kind.NUMBER),
    Column("basis", "Basis", Kind.TEXT),
    Column("reason", "Undefined because", Kind.TEXT),
    Column("definition", "Definition", Kind.TEXT),
)
SHOWN = (
    Column("account", "Account", Kind.TEXT),
    Column("metric", "Metric", Kind.TEXT),
    Column("value", "Value", Kind.NUMBER),
    Column("unit", "Unit", Kind.TEXT),
    Column("n", "n", Kind.INTEGER),
    Column("low", "95 % from", Kind.NUMBER),
    Column("high", "to", Kind.NUMBER),
    Column("definition", "What it is, or why it is undefined", Kind.TEXT),
)
SUBTITLE = "Every metric with its number of observations and, where it has one, its 95 % interval"


@report("metrics", "Metrics", of_moment=True, options=(BENCHMARK,))
def metrics(services: Services, request: Request) -> Document:
    """Every metric of every account over a period, with n, 95 % interval and definition."""
    performance = services.performance
    owners = performance.owners(request.accounts)
    found: list[tuple[Account, MetricValue]] = []
    chosen = None
    for account in owners:
        chosen, _ = chosen_of(services, request, [account.id])
        values = performance.metrics(
            account.id,
            request.period,
            basis=request.basis,
            zone=request.zone,
            intervals=request.has_details,
            beside=beside_of(chosen),
        )
        found += [(account, value) for value in values]
    start, end = request.period.start, request.period.end
    facts = (
        *about(owners, start, end, request.zone, basis=request.basis),
        *benchmark_facts(chosen),
    )
    name = f"metrics_{request.period.text.replace('..', '_to_')}"
    return Document(name, "Metrics", SUBTITLE, facts, _tables(found), is_ledger=True, zone=request.zone)


def _tables(found: Sequence[tuple[Account, MetricValue]]) -> tuple[Table, ...]:
    """Names and every digit for machines; for people labels, and figures as they can be read."""
    exact = [_exact(*one) for one in found]
    shown = [_shown(*one) for one in found]
    return (
        Table("metrics", "Metrics", COLUMNS, exact, size=len(exact), readers=Readers.MACHINES),
        Table("metrics", "Metrics", SHOWN, shown, size=len(shown), readers=Readers.PEOPLE),
    )


def _exact(account: Account, value: MetricValue) -> Sequence[object]:
    metric = value.metric
    numbers = value.value, exact_unit(metric, account.currency), value.n, value.low, value.high
    return account.name, metric.name, *numbers, value.basis, value.reason, metric.definition


def _shown(account: Account, value: MetricValue) -> Sequence[object]:
    metric, digits = value.metric, account.currency_digits
    one, low, high = (shown_figure(number, metric, digits) for number in (value.value, value.low, value.high))
    numbers = one, shown_unit(metric, account.currency), value.n, low, high
    return account.name, metric.label, *numbers, value.reason or metric.definition
