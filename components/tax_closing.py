"""Whether a tax year is open or closed, with what it was filed, and the questions before that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import moment
from components.attributes import attributes
from components.icon import icon
from components.table import Column, plain_table
from components.tax_closing_dialog import LINES, amounts_of, close_dialog, reopen_dialog

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.tax.closing import Closing, Filed

READY = (
    "Nothing that is still to come can change {year}. Close it once the return is filed: its rows are"
    " remembered with the day, no lot method can begin in it or before it any more, and whatever changes its"
    " rows later is said here."
)
SAME = "Its rows are still those that were filed. No lot method can begin in it or before it."
DIFFERS = "Its rows are no longer those that were filed: consider an amended return (Form 1040-X)."
DOORS = {"page": "on this page", "cli": "by the command line", "api": "over HTTP"}
UNKNOWN = "With what sums it was closed is not known."


def open_panel(year: int, now: Filed, obstacle: str) -> Component:
    """An open year: why it cannot be closed, or the button that asks to close it."""
    if obstacle:
        return html.P(obstacle, className="muted tax-words")
    button = _opens(f"Close {year}", "lock", "close")
    dialog = close_dialog(f"Close {year}", now)
    return html.Div(
        [html.P(READY.format(year=year), className="muted tax-words"), _turns(button), dialog],
    )


def closed_panel(closing: Closing, zone: str, obstacle: str) -> Component:
    """A closed year: when it was closed and with what, what it has now, and the way back."""
    year = closing.year
    buttons = [_opens(f"Open {year} again", "unlock", "reopen")]
    dialogs = [reopen_dialog(year)]
    if not (closing.is_unchanged or obstacle):
        label = f"Close {year} as amended"
        buttons.insert(0, _opens(label, "lock", "close"))
        dialogs.append(close_dialog(label, closing.now))
    missing = "" if closing.filed else f" {UNKNOWN}"
    told = f"{_when(closing, zone)}. {SAME if closing.is_unchanged else DIFFERS}{missing}"
    words = html.P(told, className="muted tax-words")
    return html.Div([words, _compared(closing), _turns(*buttons), *dialogs])


def _compared(closing: Closing) -> Component:
    """What was filed, and beside it what the year has now where that is something else."""
    known = [] if closing.filed is None else [("As closed", closing.filed)]
    known += [] if closing.is_unchanged else [("Now", closing.now)]
    columns = [Column("All accounts, USD"), *(Column(name, "number") for name, _ in known)]
    lines = [[*line] for line in zip(LINES, *(amounts_of(sums) for _, sums in known), strict=True)]
    table = plain_table(columns, lines, label=f"What {closing.year} was closed with", dense=True)
    return html.Div(table, className="tax-closed")


def _when(closing: Closing, zone: str) -> str:
    if closing.time is None:
        return "Closed; the day is not known"
    when = moment.time(closing.time, zone, seconds=False)
    return f"Closed on {when} ({moment.zone_name(zone)}) {DOORS.get(closing.actor or '', '')}".rstrip()


def _opens(text: str, symbol: str, act: str) -> Component:
    return html.Button(
        [icon(symbol), text],
        id=f"tax-{act}-ask",
        type="button",
        className="button",
        **attributes(data_opens=f"tax-{act}-dialog"),
    )


def _turns(*buttons: Component) -> Component:
    return html.Div(list(buttons), className="tax-turns")
