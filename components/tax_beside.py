"""Our sales beside those that a broker reports on Form 1099, by account, symbol and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.table import Column, plain_table
from services.tax.form_1099 import SAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.tax.form_1099 import Compared

MOST = 100
COLUMNS = (
    Column("Symbol"),
    Column("Sold"),
    Column("(d) ours", "number"),
    Column("(d) 1099", "number muted"),
    Column("(e) ours", "number"),
    Column("(e) 1099", "number muted"),
    Column("Wash ours", "number"),
    Column("Wash 1099", "number muted"),
    Column("Verdict", "told"),
    Column("Account", "muted"),
)


def beside_1099(compared: Sequence[Compared]) -> Component:
    """Symbols and days with both sides: those that differ first, and a hundred at most."""
    shown = sorted(compared, key=lambda one: one.verdict == SAME)[:MOST]
    lines = [
        [
            *(one.symbol, f"{one.sold:%m/%d/%Y}", fmt.money(one.proceeds), fmt.money(one.their_proceeds)),
            *(
                fmt.money(one.basis),
                fmt.money(one.their_basis),
                fmt.money(one.wash),
                fmt.money(one.their_wash),
            ),
            *(one.verdict, one.account),
        ]
        for one in shown
    ]
    table = plain_table(COLUMNS, lines, label="Beside the broker's 1099", dense=True)
    same = sum(one.verdict == SAME for one in compared)
    counts = f"{fmt.count(same)} of {fmt.count(len(compared))} are the same"
    more = "" if len(shown) == len(compared) else f"; {fmt.count(len(shown))} are shown, all are in the files"
    return html.Div([html.P(f"{counts}{more}.", className="muted tax-words"), table])
