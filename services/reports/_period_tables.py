"""The tables of a period: members, breakdowns, best and worst trades, every metric."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.exports import LOT_DIGITS, Column, Kind, Readers, Table
from services.metrics import Unit
from services.reports._metric_figures import exact_unit, shown_figure, shown_unit
from services.together import total_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.comparison.breakdown_table import BreakdownTable, GroupRow
    from services.metrics import MetricValue
    from services.period_report import PeriodReport, ReportTrade


def member_part(found: PeriodReport) -> Table:
    """What each account adds; the columns sum to the total."""
    digits, currency = found.terms.digits, found.terms.currency
    columns = (
        Column("account", "Account", Kind.TEXT),
        Column("trades", "Trades", Kind.INTEGER),
        Column("net_profit", f"Net profit {currency}", Kind.MONEY, digits),
        Column("share", "Share", Kind.FRACTION),
        Column("flows", f"Deposits less withdrawals {currency}", Kind.MONEY, digits),
        Column("balance", f"Balance {currency}", Kind.MONEY, digits),
        Column("equity", f"Equity {currency}", Kind.MONEY, digits),
    )
    rows = [
        [one.account.name, one.trades, one.net_profit, one.share, one.flows, one.balance, one.equity]
        for one in found.members
    ]
    totals = [
        "Together",
        sum(one.trades for one in found.members),
        total_of(found.members, "net_profit"),
        None,
        *(total_of(found.members, name) for name in ("flows", "balance", "equity")),
    ]
    return Table("members", "By account", columns, rows, size=len(rows), totals=totals)


def breakdown_part(table: BreakdownTable) -> Table:
    """A breakdown with its total."""
    digits, currency = table.terms.digits, table.terms.currency
    columns = (
        Column(table.kind.name, table.kind.label, Kind.TEXT),
        Column("trades", "Trades", Kind.INTEGER),
        Column("win_rate", "Win rate", Kind.FRACTION),
        Column("net_profit", f"Net profit {currency}", Kind.MONEY, digits),
        Column("share", "Share", Kind.FRACTION),
        Column("profit_factor", "Profit factor", Kind.NUMBER, 2),
        Column("expectancy", f"Expectancy {currency}", Kind.NUMBER, digits),
    )
    rows = [_group(row) for row in table.rows]
    title = f"By {table.kind.label.lower()}"
    return Table(f"by_{table.kind.name}", title, columns, rows, size=len(rows), totals=_group(table.total))


def _group(row: GroupRow) -> list[object]:
    return [
        row.label,
        row.trades,
        row.win_rate,
        row.net_profit,
        row.share,
        row.profit_factor,
        row.expectancy,
    ]


def trade_part(name: str, title: str, trades: Sequence[ReportTrade], found: PeriodReport) -> Table:
    """A few trades, one a line."""
    columns = (
        Column("account", "Account", Kind.TEXT),
        Column("symbol", "Symbol", Kind.TEXT),
        Column("side", "Side", Kind.TEXT),
        Column("volume", "Lots", Kind.NUMBER, least=LOT_DIGITS),
        Column("entry_time", "Entry", Kind.TIME),
        Column("exit_time", "Exit", Kind.TIME),
        Column("net_profit", f"Net profit {found.terms.currency}", Kind.MONEY, found.terms.digits),
    )
    rows = [
        [
            one.account.name,
            one.symbol,
            one.side,
            one.volume,
            one.entry_time,
            one.exit_time,
            one.net_profit,
        ]
        for one in trades
    ]
    return Table(name, title, columns, rows, size=len(rows), empty="No such trade in this period.")


def metric_parts(found: PeriodReport) -> tuple[Table, Table]:
    """Every metric with n, or why it is undefined: for machines exactly, for people as they read it."""
    currency, digits = found.terms.currency, found.terms.digits
    exact = [
        [one.metric.label, exact_value(one, digits), exact_unit(one.metric, currency), one.n, one.reason]
        for one in found.metrics
    ]
    shown = [
        [
            one.metric.label,
            shown_figure(one.value, one.metric, digits),
            shown_unit(one.metric, currency),
            one.n,
            one.reason or one.metric.definition,
        ]
        for one in found.metrics
    ]
    return (
        _metrics("Undefined because", exact, Readers.MACHINES),
        _metrics("What it is, or why it is undefined", shown, Readers.PEOPLE),
    )


def _metrics(last: str, rows: Sequence[Sequence[object]], readers: Readers) -> Table:
    columns = (
        Column("metric", "Metric", Kind.TEXT),
        Column("value", "Value", Kind.NUMBER),
        Column("unit", "Unit", Kind.TEXT),
        Column("n", "n", Kind.INTEGER),
        Column("reason", last, Kind.TEXT),
    )
    return Table("metrics", "Every metric", columns, rows, size=len(rows), is_long=True, readers=readers)


def exact_value(value: MetricValue, digits: int) -> float | Decimal | None:
    """Money to its last digit, other figures to eight digits; the report `metrics` has all of them."""
    if not value.is_defined:
        return None
    if value.metric.unit is Unit.MONEY:
        return round_money(Decimal(repr(value.value)), digits)
    return float(f"{value.value:.8g}")
