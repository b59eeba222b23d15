"""A comparison as a file: one line an account, places and figures as they are shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.comparing import FIGURES
from services.comparison.weights import COMPONENTS
from services.exports import Column, Document, ExportFile, Fact, Kind, Table, make_file

if TYPE_CHECKING:
    from services.comparing import Compared, Comparison

COLUMNS = (
    Column("account", "Account", Kind.TEXT),
    Column("rank", "Rank", Kind.INTEGER),
    Column("rank_low", "Rank from", Kind.INTEGER),
    Column("rank_high", "Rank to", Kind.INTEGER),
    Column("score", "Score", Kind.NUMBER),
    *(Column(name, name.replace("_", " ").capitalize(), Kind.NUMBER) for name in COMPONENTS),
    *(Column(name, name.replace("_", " ").capitalize(), Kind.NUMBER) for name in FIGURES),
    Column("total_pnl", "Net result", Kind.MONEY),
    Column("reason", "Not ranked because", Kind.TEXT),
)


def ranking_file(comparison: Comparison, format_name: str) -> ExportFile:
    """The ranking as a file; raises NotFoundError for a format."""
    common, terms = comparison.common, comparison.terms
    about = (
        Fact("what", "What", "Accounts ranked by score over the days they have in common"),
        Fact("period_start", "From", None if common is None else common.start, Kind.TIME),
        Fact("period_end", "Before", None if common is None else common.end, Kind.TIME),
        Fact(
            "weights",
            "Weights",
            ", ".join(f"{name} {comparison.weights.share(name):.0%}" for name in COMPONENTS),
        ),
        Fact("currency", "Currency", terms.currency, note=comparison.not_added),
        Fact("zone", "Zone", terms.zone),
    )
    rows = [_cells(row) for row in comparison.rows]
    table = Table("ranking", "Ranking", COLUMNS, rows, size=len(rows))
    return make_file(Document("ranking", "Ranking", "", about, (table,), is_ledger=True), format_name)


def _cells(row: Compared) -> list[object]:
    place = row.place
    places = [None] * 4 if place is None else [place.rank, place.rank_low, place.rank_high, place.score]
    parts = [None if place is None else place.components[name] for name in COMPONENTS]
    figures = [_number(row.figures[name].value) if name in row.figures else None for name in FIGURES]
    return [row.account.name, *places, *parts, *figures, row.total_pnl, row.reason]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
