"""How many decimals prices have: what the server of a symbol says, else the most of any deal of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection

MOST = 10
_DIGITS = text("""
    SELECT deals.symbol, max(coalesce(nullif(known.digits, 0), least(scale(trim_scale(deals.price)), :most)))
    FROM deals JOIN accounts ON accounts.id = deals.account_id
    LEFT JOIN symbols AS known ON known.server = accounts.server AND known.name = deals.symbol
    WHERE deals.account_id = ANY(:accounts) AND deals.symbol <> '' AND deals.price <> 0
    GROUP BY deals.symbol
""")


def price_digits(connection: Connection, account_ids: Sequence[UUID]) -> dict[str, int]:
    """Decimals by symbol, of every symbol that these accounts have deals of."""
    rows = connection.execute(_DIGITS, {"accounts": list(account_ids), "most": MOST})
    return {symbol: int(digits) for symbol, digits in rows}
