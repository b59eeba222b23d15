"""Our sales beside those that a broker reports on Form 1099, by account, symbol and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components import format as fmt
from components.table import Column, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.tax.form_1099 import Compared

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
    """Each symbol and day with both sides, and what the difference is."""
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
        for one in compared
    ]
    return plain_table(COLUMNS, lines, label="Beside the broker's 1099", dense=True)
