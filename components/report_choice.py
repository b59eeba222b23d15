"""What a report is made of, chosen by links: cards of reports and of formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.icon import icon
from services.export_jobs import MOST_ROWS_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.exports import Format
    from services.reports import Report

SYMBOLS = {
    "pdf": "filetype-pdf",
    "xlsx": "file-earmark-spreadsheet",
    "csv": "filetype-csv",
    "json": "filetype-json",
    "html": "filetype-html",
    "zip": "file-earmark-zip",
    "taxact": "filetype-csv",
    "txf": "file-earmark-arrow-up",
}
PURPOSES = {
    "pdf": "to print and to send",
    "xlsx": "a workbook that adds up",
    "csv": "plain rows for any tool",
    "json": "for programs",
    "html": "one page that opens anywhere",
    "zip": "each table as a file of its own",
    "taxact": "rows for its import",
    "txf": "rows for their import",
}


def report_cards(reports: Sequence[Report], chosen: str, hrefs: Sequence[str]) -> Component:
    """The reports, each with what it shows."""
    cards = [
        _card("", report.label, report.summary, href, is_current=report.name == chosen)
        for report, href in zip(reports, hrefs, strict=True)
    ]
    return html.Div(cards, className="choice-cards", role="group", **attributes(aria_label="Report"))


def format_cards(formats: Sequence[Format], chosen: str, hrefs: Sequence[str], rows: int) -> Component:
    """The formats, each with what it is for and how soon a file of *rows* rows is there."""
    cards = [
        _card(
            SYMBOLS.get(kind.name, "file-earmark"),
            kind.label,
            f"{PURPOSES.get(kind.name, 'a file')} · {_soon(kind.name, rows)}",
            href,
            is_current=kind.name == chosen,
        )
        for kind, href in zip(formats, hrefs, strict=True)
    ]
    return html.Div(cards, className="choice-cards", role="group", **attributes(aria_label="Format"))


def rows_words(trades: int) -> str:
    """How much lies in the period."""
    return f"{fmt.count(trades)} closed trade{'' if trades == 1 else 's'} in these days"


def _soon(name: str, rows: int) -> str:
    return "at once" if rows <= MOST_ROWS_AT_ONCE.get(name, 0) else "in the background"


def _card(symbol: str, title: str, text: str, href: str, *, is_current: bool) -> Component:
    head = html.Strong([icon(symbol), title] if symbol else title)
    current = attributes(aria_current="true" if is_current else None)
    return html.A([head, html.Span(text)], href=href, className="choice-card", **current)
