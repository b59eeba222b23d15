"""Tables about one account as files: what a panel shows, with every digit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.calc.period import as_datetime
from services.exports import Column, ExportFile, Kind, Table, find_format

if TYPE_CHECKING:
    from services.comparison.breakdown_table import BreakdownTable, GroupRow
    from services.insight_answers import Falls

BREAKDOWN = (
    Column("trades", "Trades", Kind.INTEGER),
    Column("win_rate", "Win rate", Kind.NUMBER),
    Column("net_profit", "Net profit", Kind.MONEY),
    Column("share", "Share of the result", Kind.NUMBER),
    Column("profit_factor", "Profit factor", Kind.NUMBER),
    Column("expectancy", "Expectancy", Kind.NUMBER),
)
DRAWDOWNS = (
    Column("rank", "No.", Kind.INTEGER),
    Column("depth", "Depth", Kind.NUMBER),
    Column("start", "Start", Kind.TIME),
    Column("valley", "Valley", Kind.TIME),
    Column("end", "End", Kind.TIME),
    Column("days_down", "Days down", Kind.NUMBER),
    Column("recovery_days", "Days to recover", Kind.NUMBER),
)


def breakdown_file(answer: BreakdownTable, account: str, format_name: str) -> ExportFile:
    """The groups and their total; raises NotFoundError for a format."""
    first = Column(answer.kind.name, answer.kind.label, Kind.TEXT)
    rows = [_group(row) for row in (*answer.rows, answer.total)]
    notes = (
        ("Account", account),
        ("What", answer.kind.definition),
        ("Currency", answer.terms.currency),
        ("Zone", answer.terms.zone),
    )
    table = Table(f"Result by {answer.kind.label.lower()}", (first, *BREAKDOWN), rows, notes)
    return _file(table, f"breakdown_{answer.kind.name}", format_name)


def drawdowns_file(answer: Falls, format_name: str) -> ExportFile:
    """The deepest falls, deepest first; an open one has no end; raises NotFoundError for a format."""
    rows = [
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
    notes = (
        ("Account", answer.subject.account.name),
        ("Measured on", answer.series),
        ("Zone", answer.subject.zone),
    )
    return _file(Table("Drawdowns", DRAWDOWNS, rows, notes), "drawdowns", format_name)


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


def _file(table: Table, name: str, format_name: str) -> ExportFile:
    chosen = find_format(format_name)
    return ExportFile(f"{name}.{chosen.name}", chosen.content_type, chosen.write(table))
