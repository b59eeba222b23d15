"""The backups, each with its proof: restored into a scratch database and compared, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.pill import pill
from components.states import nothing_here
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.backup.listing import Backup

COLUMNS = (
    Column("Made"),
    Column("Type"),
    Column("Proof"),
    Column("Rows", "number wide-only"),
    Column("Size", "number"),
    Column("Why", "wide-only"),
    Column("Id", "wide-only"),
)
SHOWN = 14
ID_DIGITS = 8
PROOFS = {
    "verified": ("proven", "ok"),
    "failed": ("failed", "loss"),
    "written": ("not proven", "warn"),
}


def backup_table(backups: Sequence[Backup], now: datetime) -> Component:
    """The newest backups."""
    if not backups:
        return nothing_here("There is no backup yet: make one now, or wait for the first night.", "shield")
    rows = [_row(backup, now) for backup in backups[:SHOWN]]
    return plain_table(COLUMNS, rows, label="Backups", dense=True)


def _row(backup: Backup, now: datetime) -> Children:
    word, tone = PROOFS.get(backup.status, (backup.status, "neutral"))
    made = f"{moment.age((now - backup.created_at).total_seconds())} ago"
    lock = ", encrypted" if backup.is_encrypted else ""
    return [
        html.Span(made, title=moment.utc(backup.created_at)),
        f"{backup.type}{lock}",
        pill(word, tone, title=_proof(backup)),
        fmt.count(backup.records),
        fmt.size(backup.size),
        backup.reason.replace("_", " "),
        cell(html.Code(backup.id[:ID_DIGITS]), "wide-only", backup.id),
    ]


def _proof(backup: Backup) -> str:
    if backup.error:
        return backup.error
    if backup.verified_at is None:
        return "It was written, but not yet restored and compared."
    return f"Restored into a scratch database and compared row by row at {moment.utc(backup.verified_at)}."
