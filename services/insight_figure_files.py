"""Figures about one account as files: what the panels without a table of their own show."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.calc.monte_carlo import QUANTILES
from services.calc.period import as_datetime
from services.exports import Column, Document, ExportFile, Fact, Kind, Table, make_file
from services.insight_answers import ResultUnit

if TYPE_CHECKING:
    from services.insight_answers import Distribution, HiddenRisk, Outlook, RollingFigures, Streaks, Subject
    from services.metrics import MetricValue

ROLLING = (
    Column("day", "Day", Kind.DATE),
    Column("sharpe_ratio", "Sharpe ratio", Kind.NUMBER),
    Column("volatility", "Volatility", Kind.FRACTION),
)
LENGTHS = (
    Column("length", "Length", Kind.INTEGER),
    Column("wins", "Runs of wins", Kind.INTEGER),
    Column("losses", "Runs of losses", Kind.INTEGER),
    Column("expected_wins", "Runs of wins by chance", Kind.NUMBER),
    Column("expected_losses", "Runs of losses by chance", Kind.NUMBER),
)
FIGURES = (
    Column("figure", "Figure", Kind.TEXT),
    Column("value", "Value", Kind.NUMBER),
    Column("n", "n", Kind.INTEGER),
    Column("reason", "Why there is none", Kind.TEXT),
)
Row = list[object]


def distribution_file(answer: Distribution, format_name: str) -> ExportFile:
    """How many results lie from each edge to the next; open ends are empty. Raises NotFoundError."""
    kind = Kind.NUMBER if answer.unit is ResultUnit.R else Kind.MONEY
    columns = (
        Column("from", "From", kind),
        Column("to", "To, not included", kind),
        Column("trades", "Trades", Kind.INTEGER),
    )
    found = answer.histogram
    edges = [None, *map(float, found.edges), None] if found.n else []
    counts = [found.below, *map(int, found.counts), found.above]
    rows: list[Row] = [[*pair, count] for *pair, count in zip(edges, edges[1:], counts, strict=False)]
    return _file(
        answer.subject, Table("distribution", "Distribution", columns, rows), format_name, answer.reason
    )


def rolling_file(answer: RollingFigures, format_name: str) -> ExportFile:
    """Both figures of each day, empty before there are any; raises NotFoundError for a format."""
    columns = zip(answer.day, answer.sharpe, answer.volatility, strict=True)
    rows: list[Row] = [[as_datetime(day), _known(one), _known(two)] for day, one, two in columns]
    return _file(
        answer.subject, Table("rolling", "Rolling figures", ROLLING, rows), format_name, answer.reason
    )


def outlook_file(answer: Outlook, format_name: str) -> ExportFile:
    """The fan, a day a row; raises NotFoundError for a format."""
    names = [f"quantile_{quantile:g}" for quantile in QUANTILES]
    columns = (Column("day", "Day ahead", Kind.INTEGER), *(Column(one, one, Kind.FRACTION) for one in names))
    rows: list[Row] = [[day, *map(float, values)] for day, values in enumerate(answer.paths.fan.T)]
    return _file(
        answer.subject, Table("monte_carlo", "Monte Carlo", columns, rows), format_name, answer.paths.reason
    )


def streaks_file(answer: Streaks, format_name: str) -> ExportFile:
    """How many runs had each length, the last one and longer together; raises NotFoundError for a format."""
    found = answer.lengths
    columns = (found.length, found.wins, found.losses, found.expected_wins, found.expected_losses)
    rows: list[Row] = [list(row) for row in zip(*(one.tolist() for one in columns), strict=True)]
    return _file(answer.subject, Table("streaks", "Streaks", LENGTHS, rows), format_name)


def hidden_risk_file(answer: HiddenRisk, format_name: str) -> ExportFile:
    """Every figure of the panel with what it stands on; raises NotFoundError for a format."""
    rows = [_metric(one) for one in (answer.equity_drawdown, answer.balance_drawdown, answer.gap)]
    floating, adding, growth = answer.floating, answer.adding, answer.growth
    rows += [
        _figure("Worst floating loss, of the balance", floating.worst, floating.points),
        _figure("Share of the deepest fall that was open at its valley", floating.share, floating.points),
        _figure(
            "Entries that added to a losing position, of those beside one", adding.share, adding.beside_open
        ),
        _figure("Lots of these entries, of all", adding.lots, adding.entries),
        _figure("Mean growth of lots after a loss", growth.after_loss, growth.losses),
        _figure("Mean growth of lots after a win", growth.after_win, growth.wins),
        _figure("Share of entries after a loss with more lots", growth.grown, growth.losses),
    ]
    return _file(answer.subject, Table("hidden_risk", "Hidden risk", FIGURES, rows), format_name)


def _metric(found: MetricValue) -> Row:
    return [found.metric.label, _known(found.value), found.n, found.reason]


def _figure(label: str, value: float, count: int) -> Row:
    return [label, _known(value), count, "" if value == value else "Nothing of the kind is known."]  # noqa: PLR0124 - NaN


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _file(subject: Subject, table: Table, format_name: str, reason: str = "") -> ExportFile:
    about = (
        Fact("account", "Account", subject.account.name),
        Fact("currency", "Currency", subject.account.currency),
        Fact("period", "Period", subject.period.text),
        Fact("zone", "Zone", subject.zone),
        *([Fact("reason", "Why there is nothing", reason)] if reason else []),
    )
    document = Document(table.name, table.title, "", about, (table,), is_ledger=True, zone=subject.zone)
    return make_file(document, format_name)
