"""Every metric of every account, one a line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.exports import Column, Document, Fact, Kind, Table
from services.metrics import Unit
from services.reports._beside import BENCHMARK, beside_of, chosen_of
from services.reports._registry import report
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


@report("metrics", "Metrics", of_moment=True, options=(BENCHMARK,))
def metrics(services: Services, request: Request) -> Document:
    """Every metric of every account over a period, with n, 95 % interval and definition."""
    performance = services.performance
    owners = performance.owners(request.accounts)
    rows: list[Sequence[object]] = []
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
        rows += _rows(account, values)
    about = (
        Fact("accounts", "Accounts", ", ".join(account.name for account in owners)),
        Fact("period_start", "From", request.period.start, Kind.TIME),
        Fact("period_end", "Before", request.period.end, Kind.TIME),
        Fact("basis", "Basis", request.basis),
        Fact("zone", "Zone", request.zone),
        Fact("version", "Version", VERSION),
        Fact("generated_at", "Generated at", datetime.now(UTC).replace(microsecond=0), Kind.TIME),
    )
    table = Table("metrics", "Metrics", COLUMNS, rows, size=len(rows))
    name = f"metrics_{request.period.text.replace('..', '_to_')}"
    return Document(name, "Metrics", "", about, (table,), is_ledger=True, zone=request.zone)


def _rows(account: Account, values: Sequence[MetricValue]) -> Iterator[Sequence[object]]:
    for value in values:
        metric = value.metric
        yield (
            account.name,
            metric.name,
            value.value,
            account.currency if metric.unit is Unit.MONEY else metric.unit.value,
            value.n,
            value.low,
            value.high,
            value.basis,
            value.reason,
            metric.definition,
        )
