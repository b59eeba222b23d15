"""The questions before a tax year is closed or opened again, with what is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.table import cell

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.closing import Filed

LINES = ("Rows", "(d) Proceeds", "(e) Basis", "(g) Adjustment", "(h) Gain or loss")
CLOSE_WORDS = (
    "The year is closed with the rows of all accounts as they are now. It is noted in the audit log, and can"
    " be opened again."
)
REOPEN_WORDS = (
    "What was filed is no longer compared with the rows, and lot methods can begin in {year} again where no"
    " later year is closed. Nothing else changes; it is in the audit log."
)


def close_dialog(label: str, now: Filed) -> Component:
    """The question before a year is closed, with the sums it is closed with; *label* is what is done."""
    return _dialog("close", f"{label}?", CLOSE_WORDS, label, now)


def reopen_dialog(year: int) -> Component:
    """The question before a year is opened again."""
    return _dialog("reopen", f"Open {year} again?", REOPEN_WORDS.format(year=year), "Open it again")


def amounts_of(filed: Filed) -> list[Children]:
    """What stands in each line: the rows, and their sums."""
    sums = filed.totals
    return [
        *(fmt.count(filed.rows), fmt.money(sums.proceeds), fmt.money(sums.basis)),
        fmt.money(sums.adjustment),
        cell(fmt.money(sums.gain, sign=True), f"number strong {fmt.tone(sums.gain)}"),
    ]


def _dialog(act: str, title: str, text: str, label: str, now: Filed | None = None) -> Component:
    sure = html.Button(
        label,
        id={"type": "tax-closing", "act": act},
        type="button",
        className="button primary",
        **attributes(data_closes="1"),
    )
    cancel = html.Button("Not now", type="button", className="button", **attributes(data_closes="1"))
    body = [html.H2(title), html.P(text, className="muted"), None if now is None else _sums(now)]
    actions = html.Div([cancel, sure], className="actions")
    return html.Dialog(
        html.Div([*body, actions], className="dialog-body"),
        id=f"tax-{act}-dialog",
        className="dialog",
        **attributes(aria_label=title),
    )


def _sums(filed: Filed) -> Component:
    amounts = [html.Dd(getattr(one, "children", one)) for one in amounts_of(filed)]
    pairs = zip((f"{line}, USD" if line[0] == "(" else line for line in LINES), amounts, strict=True)
    return html.Dl([html.Div([html.Dt(line), amount]) for line, amount in pairs], className="tax-sums")
