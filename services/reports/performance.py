"""What a period brought: key figures, equity, results, breakdowns, best and worst trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.money import currency_digits
from services.exports import Document, Fact, Facts, Kind, Text
from services.metrics import Unit
from services.period_report import period_report
from services.reports._about import about, days_of, file_name, names_of
from services.reports._beside import BENCHMARK, benchmark_facts, beside_of, chosen_of, problem_parts
from services.reports._period_charts import beside_parts, curve_chart, results_chart
from services.reports._period_tables import breakdown_part, exact_value, member_part, metric_parts, trade_part
from services.reports._registry import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.container import Services
    from services.exports import Part
    from services.metrics import MetricValue
    from services.period_report import PeriodReport
    from services.reports._registry import Request

KEY_FIGURES = (
    "net_profit",
    "total_return_twr",
    "max_drawdown",
    "max_balance_drawdown",
    "total_trades",
    "win_rate",
    "profit_factor",
    "expectancy",
    "sharpe_ratio",
    "sortino_ratio",
    "calmar_ratio",
    "recovery_factor",
)
MONEY_FIGURES = (
    "balance",
    "equity",
    "deposits",
    "withdrawals",
    "gross_profit",
    "gross_loss",
    "total_commission",
    "total_swap",
    "total_fees",
    "best_day",
    "worst_day",
    "floating_pnl",
)
FLOWS = "Deposits and withdrawals are never profit: returns and drawdown are those of the flow-neutral index."
TRADES = "Trades are round trips after commission, swap and fee."
_KINDS = {
    Unit.MONEY: Kind.MONEY,
    Unit.FRACTION: Kind.FRACTION,
    Unit.COUNT: Kind.INTEGER,
    Unit.SECONDS: Kind.SECONDS,
}


@report("performance", "Performance", of_moment=True, options=(BENCHMARK,))
def performance(services: Services, request: Request) -> Document:
    """What a period brought: key figures, equity, results, breakdowns, best and worst trades."""
    chosen, problem = chosen_of(services, request, request.accounts)
    found = period_report(services, request, beside=beside_of(chosen))
    terms = found.terms
    return Document(
        name=file_name("performance", found.accounts, found.start, found.end, terms.zone),
        title="Performance report",
        subtitle=f"{names_of(found.accounts)} · {days_of(found.start, found.end, terms.zone)}",
        about=(
            *about(
                found.accounts, found.start, found.end, terms.zone, currency=terms.currency, basis=found.basis
            ),
            *benchmark_facts(chosen),
        ),
        parts=(
            *_parts(found, has_details=request.has_details),
            *beside_parts(found, chosen),
            *problem_parts(problem),
        ),
        zone=terms.zone,
        footnotes=(FLOWS, TRADES),
    )


def _parts(found: PeriodReport, *, has_details: bool) -> Iterator[Part]:
    currency = found.terms.currency
    if found.not_added:
        yield Text("not_added", "Not added up", (found.not_added,))
    if found.metrics:
        yield Facts("summary", "Key figures", tuple(_facts(found.metrics, KEY_FIGURES, currency)))
        yield Facts("money", "Money", tuple(_facts(found.metrics, MONEY_FIGURES, currency)))
    if found.curve is not None and found.curve.time.size:
        yield curve_chart(found.curve)
    if found.results:
        yield results_chart(found)
    if found.members:
        yield member_part(found)
    yield from (breakdown_part(table) for table in found.breakdowns if table.rows)
    if not found.not_added:
        yield trade_part("top_trades", "Best trades", found.top, found)
        yield trade_part("worst_trades", "Worst trades", found.worst, found)
    if has_details and found.metrics:
        yield from metric_parts(found)


def _facts(values: Sequence[MetricValue], names: Sequence[str], currency: str) -> Iterator[Fact]:
    known = {value.metric.name: value for value in values}
    for name in names:
        value = known.get(name)
        if value is not None:
            yield metric_fact(value, currency)


def metric_fact(value: MetricValue, currency: str) -> Fact:
    """A metric's value as a fact: its number of observations beside it, or why it is undefined."""
    metric = value.metric
    kind = _KINDS.get(metric.unit, Kind.NUMBER)
    digits = currency_digits(currency) if kind is Kind.MONEY else 2 if kind is Kind.NUMBER else None
    unit = currency if kind is Kind.MONEY else ""
    note = f"n {value.n:,}" if value.is_defined else value.reason
    number = value.value if value.is_defined else None
    exact = exact_value(value, digits or 0) if kind is Kind.MONEY else number
    return Fact(metric.name, metric.label, exact, kind, digits, unit, note)
