"""An account against its broker: the residual, the stated figures, the imports behind them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.figure_table import figure_table, match_pill
from components.pill import MEANINGS, TONES, pill, standing_pill
from components.position_table import facts
from components.stamp import stamp
from components.states import nothing_here
from components.table import Column, plain_table
from services.care import TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import ImportRecord, Reconciliation
    from services.retention.outcome import ArchivedRange

IMPORT_COLUMNS = (
    Column("File", "wrap-phone"),
    Column("Imported", "number wide-only"),
    Column("Covers", "number wide-only"),
    Column("Deals", "number"),
    Column("New", "number"),
    Column("Changed", "number wide-only"),
    Column("Figures", "number"),
)
_ARCHIVED = "Read from archive files"


def reconciliation_panel(answer: Reconciliation, archived: Sequence[ArchivedRange] = ()) -> Component:
    """What adds up, what does not, the figures the broker stated last, and what archive files hold."""
    digits, currency = answer.account.currency_digits, answer.account.currency
    rows = [
        ("Standing", standing_pill(answer.standing), ""),
        ("Deals in the ledger", fmt.count(answer.deals), ""),
        ("Opening balance", f"{fmt.money(answer.opening_balance, digits)} {currency}", ""),
        ("Exits without an entry", fmt.count(answer.orphans), "warn" if answer.orphans else ""),
        *((_ARCHIVED, f"{TITLES[part.table].lower()} to {_last_day(part)}", "") for part in archived),
        ("Residual", f"{fmt.money(answer.residual, digits)} {currency}", "loss" if answer.residual else "ok"),
    ]
    body = figure_table(answer.figures, first=8) if answer.figures else None
    return html.Div([facts(rows), body])


def _last_day(part: ArchivedRange) -> str:
    return moment.day(part.end - timedelta(microseconds=1), "UTC")


def reconciliation_badges(answer: Reconciliation) -> list[Component]:
    """Residual and stated figures, as pills for the top of a page."""
    standing = answer.standing
    residual = fmt.money(answer.residual, answer.account.currency_digits)
    first = pill(f"{standing.value} · residual {residual}", TONES[standing], title=MEANINGS[standing])
    return [first, match_pill(answer.figures)] if answer.figures else [first]


def import_list(imports: Sequence[ImportRecord], zone: str) -> Component:
    """The stored imports, newest first."""
    if not imports:
        return nothing_here("No file has been imported into this account.", "file-earmark")
    return plain_table(IMPORT_COLUMNS, [_row(item, zone) for item in imports], label="Imports", dense=True)


def _row(item: ImportRecord, zone: str) -> list[object]:
    matches = sum(figure.match for figure in item.figures)
    figures = f"{matches} of {len(item.figures)}" if item.figures else fmt.UNDEFINED
    return [
        html.Span(item.filename, title=f"sha256 {item.sha256}"),
        stamp(item.imported_at, zone, seconds=False),
        _covers(item, zone),
        fmt.count(item.deals),
        fmt.count(item.new_deals),
        fmt.count(item.changed_deals),
        figures,
    ]


def _covers(item: ImportRecord, zone: str) -> Component:
    if item.window_end is None:
        return html.Span(fmt.UNDEFINED, title="The file names no days.")
    ends = [moment.utc(end) for end in (item.window_start, item.window_end) if end]
    title = f"{moment.zone_name(zone)} days · {' – '.join(ends)}"
    return html.Span(moment.days(item.window_start, item.window_end, zone), title=title)
