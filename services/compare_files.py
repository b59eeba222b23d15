"""A comparison as a file: one line an account, places and figures as they are shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from services.comparing import FIGURES
from services.comparison.weights import COMPONENTS
from services.exports import Column, ExportFile, Kind, Table, find_format

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
    notes = (
        ("What", "Accounts ranked by score over the days they have in common"),
        ("From", "" if common is None or common.start is None else common.start.isoformat()),
        ("Before", "" if common is None else common.end.isoformat()),
        ("Weights", ", ".join(f"{name} {comparison.weights.share(name):.0%}" for name in COMPONENTS)),
        ("Currency", terms.currency),
        ("Zone", terms.zone),
        *((("Not added", comparison.not_added),) if comparison.not_added else ()),
    )
    chosen = find_format(format_name)
    table = Table("Ranking", COLUMNS, [_cells(row) for row in comparison.rows], notes)
    return ExportFile(f"ranking.{chosen.name}", chosen.content_type, chosen.write(table))


def _cells(row: Compared) -> list[object]:
    place = row.place
    places = [None] * 4 if place is None else [place.rank, place.rank_low, place.rank_high, place.score]
    parts = [None if place is None else place.components[name] for name in COMPONENTS]
    figures = [_number(row.figures[name].value) if name in row.figures else None for name in FIGURES]
    return [row.account.name, *places, *parts, *figures, row.total_pnl, row.reason]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
