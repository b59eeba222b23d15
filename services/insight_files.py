"""Tables about one account as files: what a panel shows, with every digit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.calc.period import as_datetime
from services.exports import Column, Document, ExportFile, Fact, Kind, Table, make_file

if TYPE_CHECKING:
    from services.comparison.breakdown_table import BreakdownTable, GroupRow
    from services.insight_answers import Falls

BREAKDOWN = (
    Column("trades", "Trades", Kind.INTEGER),
    Column("win_rate", "Win rate", Kind.FRACTION),
    Column("net_profit", "Net profit", Kind.MONEY),
    Column("share", "Share of the result", Kind.FRACTION),
    Column("profit_factor", "Profit factor", Kind.NUMBER),
    Column("expectancy", "Expectancy", Kind.NUMBER),
)
DRAWDOWNS = (
    Column("rank", "No.", Kind.INTEGER),
    Column("depth", "Depth", Kind.FRACTION),
    Column("start", "Start", Kind.TIME),
    Column("valley", "Valley", Kind.TIME),
    Column("end", "End", Kind.TIME),
    Column("days_down", "Days down", Kind.NUMBER),
    Column("recovery_days", "Days to recover", Kind.NUMBER),
)


def breakdown_file(answer: BreakdownTable, account: str, format_name: str) -> ExportFile:
    """The groups and their total; raises NotFoundError for a format."""
    first = Column(answer.kind.name, answer.kind.label, Kind.TEXT)
    table = Table(
        f"breakdown_{answer.kind.name}",
        f"Result by {answer.kind.label.lower()}",
        (first, *BREAKDOWN),
        [_group(row) for row in answer.rows],
        size=len(answer.rows),
        totals=_group(answer.total),
    )
    about = (
        Fact("account", "Account", account),
        Fact("what", "What", answer.kind.definition),
        Fact("currency", "Currency", answer.terms.currency),
        Fact("zone", "Zone", answer.terms.zone),
    )
    return _file(table, about, answer.terms.zone, format_name)


def drawdowns_file(answer: Falls, format_name: str) -> ExportFile:
    """The deepest falls, deepest first; an open one has no end; raises NotFoundError for a format."""
    rows: list[list[object]] = [
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
    about = (
        Fact("account", "Account", answer.subject.account.name),
        Fact("measured_on", "Measured on", answer.series),
        Fact("zone", "Zone", answer.subject.zone),
    )
    table = Table("drawdowns", "Drawdowns", DRAWDOWNS, rows, size=len(rows))
    return _file(table, about, answer.subject.zone, format_name)


def _group(row: GroupRow) -> list[object]:
    figures = [row.share, row.profit_factor, row.expectancy]
    return [
        row.label,
        row.trades,
        _known(row.win_rate),
        row.net_profit,
        *(_known(value) for value in figures),
    ]


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _file(table: Table, about: tuple[Fact, ...], zone: str, format_name: str) -> ExportFile:
    document = Document(table.name, table.title, "", about, (table,), is_ledger=True, zone=zone)
    return make_file(document, format_name)
