"""The files that were made or are under way, newest first, each with its hash and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from components import format as fmt
from components import moment
from components.attributes import attributes
from components.icon import icon
from components.pill import pill
from components.states import nothing_here
from components.table import Column, cell, plain_table
from services.export_state import download_address
from services.storage.kept_exports import UNDER_WAY, ExportStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.storage.kept_exports import KeptExport

COLUMNS = (
    Column("File"),
    Column("State"),
    Column("Rows", "number wide-only"),
    Column("Size", "number wide-only"),
    Column("SHA-256", "wide-only"),
    Column("Made", "number wide-only"),
    Column("Kept", "number wide-only"),
    Column("", "number"),
)
TONES = {"ready": "ok", "failed": "loss", "cancelled": "neutral", "running": "accent", "queued": "accent"}
HASH_DIGITS = 8


def export_table(exports: Sequence[KeptExport], now: datetime) -> Component:
    """One line a file."""
    if not exports:
        return nothing_here("No file was made yet: choose a report above and generate it.", "file-earmark")
    return plain_table(COLUMNS, [_row(kept, now) for kept in exports], label="Files", dense=True)


def _row(kept: KeptExport, now: datetime) -> Children:
    rows = kept.rows_done if kept.status is ExportStatus.READY and kept.rows_done else kept.rows_total
    made = kept.finished_at or kept.created_at
    ago = f"{moment.age((now - made).total_seconds())} ago"
    left = "" if kept.expires_at is None else moment.age((kept.expires_at - now).total_seconds())
    return [
        html.Div(
            [
                html.Span(kept.filename),
                html.Small(_about(kept)),
                html.Small(kept.error, className="loss") if kept.error else None,
            ],
            className="export-name",
        ),
        _state(kept, now),
        fmt.count(rows),
        fmt.size(kept.size),
        _hash(kept),
        cell(ago, "number wide-only", moment.utc(made)),
        cell(left, "number wide-only", moment.utc(kept.expires_at)),
        _action(kept),
    ]


def _about(kept: KeptExport) -> str:
    names = kept.request.get("names") or []
    who = "" if not names else names[0] if len(names) == 1 else f"{len(names)} accounts"
    report = str(kept.request.get("report", "")).replace("_", " ")
    words = [report, str(kept.request.get("format", "")).upper(), who]
    return " · ".join(word for word in words if word)


def _state(kept: KeptExport, now: datetime) -> Component:
    if kept.status is not ExportStatus.RUNNING:
        return pill(kept.status.value, TONES[kept.status.value], title=kept.error)
    left = kept.seconds_left(now)
    words = fmt.printed(f"{kept.progress:.0%}") if left is None else f"{moment.age(left)} left"
    bar = html.Progress(value=str(kept.progress), max="1", **attributes(aria_label="Progress"))
    return html.Div([bar, html.Small(words)], className="export-progress")


def _hash(kept: KeptExport) -> Component:
    if not kept.sha256:
        return cell(fmt.UNDEFINED, "wide-only")
    short = html.Code(kept.sha256[:HASH_DIGITS])
    copy = dcc.Clipboard(content=kept.sha256, title="Copy the whole hash", className="copy")
    return cell(html.Span([short, copy], className="export-hash"), "wide-only", kept.sha256)


def _action(kept: KeptExport) -> Component:
    if kept.status is ExportStatus.READY:
        return html.A(
            [icon("download"), "Download"],
            href=download_address(kept),
            download=kept.filename,
            className="button",
        )
    if kept.status not in UNDER_WAY:
        return html.Span()
    name = {"type": "export-cancel", "id": str(kept.id)}
    return html.Button([icon("x-lg"), "Cancel"], id=name, type="button", className="button")
