"""The archives: what each table has in files, and the newest files with what was proven of them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.pill import pill
from components.states import nothing_here
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.retention.outcome import ArchivedMonth

TABLES = (
    Column("Table"),
    Column("Months", "wide-only"),
    Column("State"),
    Column("Files", "number"),
    Column("Rows", "number"),
    Column("Size", "number wide-only"),
)
FILES = (
    Column("Month"),
    Column("Account"),
    Column("Table", "wide-only"),
    Column("State"),
    Column("Rows", "number"),
    Column("Size", "number wide-only"),
    Column("sha256", "wide-only"),
)
SHOWN = 24
HASH_DIGITS = 12
STATES = {
    "exported": ("exported", "warn", "Written, not yet read again and compared."),
    "verified": ("verified", "ok", "Read again and compared; the rows are in the database too."),
    "purged": ("only here", "accent", "Verified; the rows left the database and are read from this file."),
}


def archive_table(months: Sequence[ArchivedMonth]) -> Component:
    """One line a table, and the newest files behind a button."""
    if not months:
        return nothing_here("Nothing is old enough to be archived yet.", "archive")
    by_table = sorted(months, key=lambda month: (month.table, month.month))
    tables = [_table(name, list(found)) for name, found in groupby(by_table, key=lambda month: month.table)]
    newest = sorted(months, key=lambda month: (month.month, month.account, month.table), reverse=True)[:SHOWN]
    files = plain_table(FILES, [_file(month) for month in newest], label="Archive files", dense=True)
    words = f"The newest {fmt.count(len(newest))} of {fmt.count(len(months))} files"
    return html.Div(
        [
            plain_table(TABLES, tables, label="Archives", dense=True),
            html.Details([html.Summary(words, className="card-note"), files]),
        ]
    )


def _table(name: str, months: Sequence[ArchivedMonth]) -> Children:
    states = sorted({month.state.lower() for month in months})
    return [
        name,
        f"{months[0].month:%b %Y} – {months[-1].month:%b %Y}",
        html.Span([_state(state) for state in states], className="pills"),
        fmt.count(len(months)),
        fmt.count(sum(month.rows for month in months)),
        fmt.size(sum(month.bytes for month in months)),
    ]


def _file(month: ArchivedMonth) -> Children:
    return [
        f"{month.month:%b %Y}",
        month.account,
        month.table,
        _state(month.state.lower(), moment.utc(month.verified_at)),
        fmt.count(month.rows),
        fmt.size(month.bytes),
        cell(html.Code(month.sha256[:HASH_DIGITS]), "wide-only", month.sha256),
    ]


def _state(state: str, when: str = "") -> Component:
    word, tone, meaning = STATES.get(state, (state, "neutral", ""))
    return pill(word, tone, title=f"{meaning} {when}".strip())
