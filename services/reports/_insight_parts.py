"""The parts of one account in depth: what each panel of its page shows, as tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.calc.monte_carlo import QUANTILES
from services.calc.period import as_datetime
from services.exports import Column, Fact, Facts, Kind, Table
from services.insight_answers import ResultUnit
from services.reports.performance import metric_fact

if TYPE_CHECKING:
    from services.insight_answers import Distribution, Falls, HiddenRisk, Outlook, RollingFigures, Streaks

DRAWDOWNS = (
    Column("rank", "No.", Kind.INTEGER),
    Column("depth", "Depth", Kind.FRACTION),
    Column("start", "Start", Kind.TIME),
    Column("valley", "Valley", Kind.TIME),
    Column("end", "End", Kind.TIME),
    Column("days_down", "Days down", Kind.NUMBER, 1),
    Column("recovery_days", "Days to recover", Kind.NUMBER, 1),
)
ROLLING = (
    Column("day", "Day", Kind.DATE),
    Column("sharpe_ratio", "Sharpe ratio", Kind.NUMBER, 2),
    Column("volatility", "Volatility", Kind.FRACTION),
)
LADDER = (Column("loss", "Loss of", Kind.FRACTION), Column("chance", "Probability", Kind.FRACTION))
LENGTHS = (
    Column("length", "Length", Kind.INTEGER),
    Column("wins", "Runs of wins", Kind.INTEGER),
    Column("losses", "Runs of losses", Kind.INTEGER),
    Column("expected_wins", "Runs of wins by chance", Kind.NUMBER, 1),
    Column("expected_losses", "Runs of losses by chance", Kind.NUMBER, 1),
)
NOTHING = "Nothing of the kind is known."
Row = list[object]


def distribution_part(answer: Distribution) -> Table:
    """How many results lie from each edge to the next; open ends are empty."""
    account, in_r = answer.subject.account, answer.unit is ResultUnit.R
    kind, digits = (Kind.NUMBER, 2) if in_r else (Kind.MONEY, account.currency_digits)
    unit = "R" if in_r else account.currency
    columns = (
        Column("from", f"From {unit}", kind, digits),
        Column("to", f"To {unit}, not included", kind, digits),
        Column("trades", "Trades", Kind.INTEGER),
    )
    found = answer.histogram
    edges = [None, *map(float, found.edges), None] if found.n else []
    counts = [found.below, *map(int, found.counts), found.above]
    rows: list[Row] = [[*pair, count] for *pair, count in zip(edges, edges[1:], counts, strict=False)]
    return Table("distribution", "Distribution of trades", columns, rows, size=len(rows), empty=answer.reason)


def drawdowns_part(answer: Falls) -> Table:
    """The deepest falls, deepest first; an open one has no end."""
    rows: list[Row] = [
        [
            number,
            fall.depth,
            as_datetime(fall.start),
            as_datetime(fall.valley),
            None if fall.end is None else as_datetime(fall.end),
            fall.days_down,
            fall.recovery_days,
        ]
        for number, fall in enumerate(answer.falls, start=1)
    ]
    note = f"Measured on {answer.series}."
    return Table("drawdowns", "Ten deepest drawdowns", DRAWDOWNS, rows, size=len(rows), note=note)


def rolling_part(answer: RollingFigures) -> Table:
    """Both figures of each day, empty before there are any."""
    columns = zip(answer.day, answer.sharpe.tolist(), answer.volatility.tolist(), strict=True)
    rows: list[Row] = [[as_datetime(day), *values] for day, *values in columns]
    title = "Rolling Sharpe and volatility"
    note = answer.reason or f"Of the {answer.window} days up to each day, annualised."
    return Table("rolling", title, ROLLING, rows, size=len(rows), note=note, is_long=True)


def outlook_parts(answer: Outlook) -> tuple[Table, Table]:
    """The fan of paths, a day a row, and how likely each loss is."""
    paths = answer.paths
    names = [f"quantile_{quantile:g}" for quantile in QUANTILES]
    labels = [f"{quantile:.0%}" for quantile in QUANTILES]
    columns = [Column("day", "Day ahead", Kind.INTEGER)]
    columns += [Column(name, label, Kind.FRACTION) for name, label in zip(names, labels, strict=True)]
    fan: list[Row] = [[day, *values] for day, values in enumerate(paths.fan.T.tolist())]
    chances: list[Row] = [list(pair) for pair in zip(paths.losses, paths.chances, strict=True)]
    title, empty = f"Monte Carlo, {paths.days} days", paths.reason
    return (
        Table("monte_carlo", title, tuple(columns), fan, size=len(fan), empty=empty, is_long=True),
        Table("ladder", "Probability of losing so much", LADDER, chances, size=len(chances), empty=empty),
    )


def streak_parts(answer: Streaks) -> tuple[Facts, Table]:
    """What the order of trades says, and how many runs had each length, the last one and longer together."""
    found, currency = answer.lengths, answer.subject.account.currency
    columns = (found.length, found.wins, found.losses, found.expected_wins, found.expected_losses)
    runs: list[Row] = [list(row) for row in zip(*(one.tolist() for one in columns), strict=True)]
    figures = tuple(metric_fact(one, currency) for one in answer.figures.values())
    return (
        Facts("streak_figures", "Longest streaks", figures),
        Table("streaks", "Streaks", LENGTHS, runs, size=len(runs)),
    )


def hidden_risk_part(answer: HiddenRisk) -> Facts:
    """Every figure of the panel with what it stands on."""
    currency = answer.subject.account.currency
    metrics = (answer.equity_drawdown, answer.balance_drawdown, answer.gap)
    floating, adding, growth = answer.floating, answer.adding, answer.growth
    figures = (
        ("worst_floating", "Worst floating loss, of the balance", floating.worst, floating.points),
        ("floating_share", "Share of the deepest fall open at its valley", floating.share, floating.points),
        ("adding_share", "Entries that added to a loser, of those beside", adding.share, adding.beside_open),
        ("adding_lots", "Lots of these entries, of all", adding.lots, adding.entries),
        ("growth_after_loss", "Mean growth of lots after a loss", growth.after_loss, growth.losses),
        ("growth_after_win", "Mean growth of lots after a win", growth.after_win, growth.wins),
        ("grown_share", "Entries after a loss with more lots", growth.grown, growth.losses),
    )
    facts = (*(metric_fact(one, currency) for one in metrics), *(_fact(*figure) for figure in figures))
    return Facts("hidden_risk", "Hidden risk", facts)


def _fact(name: str, label: str, value: float, count: int) -> Fact:
    if math.isnan(value):
        return Fact(name, label, None, Kind.FRACTION, note=NOTHING)
    is_factor = name.startswith("growth")
    kind, digits = (Kind.NUMBER, 2) if is_factor else (Kind.FRACTION, None)
    return Fact(name, label, value, kind, digits, note=f"n {count:,}")
