"""Our sales beside those that a broker reports on Form 1099, by account, symbol and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.table import Column, plain_table
from services.tax.form_1099 import OURS_ONLY, SAME, THEIRS_ONLY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dash.development.base_component import Component

    from components.attributes import Children
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
    lines = [_line(one) for one in shown]
    table = plain_table(COLUMNS, lines, label="Beside the broker's 1099", dense=True)
    same = sum(one.verdict == SAME for one in compared)
    counts = f"{fmt.count(same)} of {fmt.count(len(compared))} are the same"
    more = "" if len(shown) == len(compared) else f"; {fmt.count(len(shown))} are shown, all are in the files"
    return html.Div([html.P(f"{counts}{more}.", className="muted tax-words"), table])


def _line(one: Compared) -> list[Children]:
    ours, theirs = one.verdict != THEIRS_ONLY, one.verdict != OURS_ONLY
    return [
        *(one.symbol, f"{one.sold:%m/%d/%Y}"),
        *(_amount(one.proceeds, is_told=ours), _amount(one.their_proceeds, is_told=theirs)),
        *(_amount(one.basis, is_told=ours), _amount(one.their_basis, is_told=theirs)),
        *(_amount(one.wash, is_told=ours), _amount(one.their_wash, is_told=theirs)),
        *(one.verdict, one.account),
    ]


def _amount(amount: Decimal | None, *, is_told: bool) -> str:
    """An amount of a side that knows the sale; blank, not zero, of one that does not."""
    return fmt.money(amount) if is_told else ""
