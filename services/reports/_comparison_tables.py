"""The tables of a comparison for machines: an account a line, growth by day, months, pairs, a benchmark."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from services.compared import FIGURES, MOST_DRAWN, MOST_SHOWN
from services.compared_beside import NAMES
from services.comparison.month_returns import month_returns
from services.comparison.weights import COMPONENTS
from services.exports import Column, Kind, Readers, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.compared_beside import ComparedBeside
    from services.comparing import Compared, Comparison

PAIRS = (
    Column("account", "Account", Kind.TEXT),
    Column("other", "Beside", Kind.TEXT),
    Column("correlation", "Correlation", Kind.NUMBER, 2),
    Column("days", "Days", Kind.INTEGER),
)
MONTHS = (
    Column("account", "Account", Kind.TEXT),
    Column("month", "Month", Kind.TEXT),
    Column("return", "Return", Kind.FRACTION),
    Column("days", "Days", Kind.INTEGER),
)


def accounts_part(found: Comparison) -> Table:
    """Everything about each account in one line, those without a place with their reason."""
    digits, currency = found.terms.digits, found.terms.currency
    figures = (*COMPONENTS, *FIGURES)
    columns = (
        Column("account", "Account", Kind.TEXT),
        Column("rank", "Place", Kind.INTEGER),
        Column("rank_low", "Place from", Kind.INTEGER),
        Column("rank_high", "Place to", Kind.INTEGER),
        Column("score", "Score", Kind.NUMBER),
        Column("score_low", "Score from", Kind.NUMBER),
        Column("score_high", "Score to", Kind.NUMBER),
        *(Column(name, name.replace("_", " ").capitalize(), Kind.NUMBER) for name in figures),
        Column("total_pnl", f"Net result {currency}", Kind.MONEY, digits),
        Column("reason", "Not ranked because", Kind.TEXT),
    )
    rows = [_account(row) for row in found.rows]
    return Table("accounts", "Accounts by score", columns, rows, size=len(rows), readers=Readers.MACHINES)


def _account(row: Compared) -> list[object]:
    place, known = row.place, row.figures
    places: list[object] = [None] * 6
    if place is not None:
        places = [place.rank, place.rank_low, place.rank_high, place.score, place.score_low, place.score_high]
    parts = [None if place is None else place.components[name] for name in COMPONENTS]
    figures = [known[name].value if name in known else None for name in FIGURES]
    return [row.account.name, *places, *parts, *figures, row.total_pnl, row.reason]


def growth_part(found: Comparison, laid: ComparedBeside | None) -> Table:
    """What 100 became by day in the best accounts and in the benchmark, each beside its drawdown."""
    lines = [(row.account.name, row.index) for row in found.ranked[:MOST_DRAWN]]
    lines += [] if laid is None else [(f"Benchmark {laid.chosen.name}", laid.index)]
    columns = [Column("day", "Day", Kind.DATE)]
    values = []
    for name, index in lines:
        columns += [Column(name, name, Kind.NUMBER), Column(f"{name} drawdown", name, Kind.FRACTION)]
        values += [100 * index, index / np.maximum(np.maximum.accumulate(index), 1.0) - 1]
    days = found.day.astype("datetime64[D]").tolist()
    rows = [list(row) for row in zip(days, *(one.tolist() for one in values), strict=True)]
    return Table(
        "growth_by_day",
        "Growth of 100 by day",
        tuple(columns),
        rows,
        size=len(rows),
        readers=Readers.MACHINES,
    )


def months_part(found: Comparison) -> Table:
    """The return of the best accounts in each month, in the order of their places."""
    shown = found.ranked[:MOST_SHOWN]
    made = month_returns(found.day, [row.index for row in shown])
    months = [str(month) for month in made.month]
    rows = [
        [row.account.name, month, value, days]
        for row, values in zip(shown, made.values.tolist(), strict=True)
        for month, value, days in zip(months, values, made.days.tolist(), strict=True)
    ]
    return Table("months", "Return by month", MONTHS, rows, size=len(rows))


def pairs_part(found: Comparison) -> Table:
    """How the best accounts move together, a pair a line."""
    known, names = found.correlation, {row.account.id: row.account.name for row in found.ranked}
    place = {key: at for at, key in enumerate(known.keys)}
    best = [row.account.id for row in found.ranked[:MOST_SHOWN]]
    rows = [
        [names[one], names[other], float(known.values[place[one], place[other]]), known.n]
        for one, other in combinations(best, 2)
    ]
    empty = known.reason or "It takes two accounts."
    title = "Correlation of daily returns"
    return Table("correlation", title, PAIRS, rows, size=len(rows), empty=empty)


def beside_part(found: Comparison, laid: ComparedBeside) -> Table:
    """Each account against the benchmark."""
    kinds: Sequence[Column] = [
        Column(
            name, name.replace("_", " ").capitalize(), Kind.FRACTION if name == "alpha" else Kind.NUMBER, 2
        )
        for name in NAMES
    ]
    columns = (Column("account", "Account", Kind.TEXT), *kinds, Column("days", "Days", Kind.INTEGER))
    rows = [
        [row.account.name, *(laid.figures[row.account.id][name] for name in NAMES), laid.days]
        for row in found.ranked
    ]
    return Table("beside", f"Beside {laid.chosen.name}", columns, rows, size=len(rows))
