"""First in, first out of plain deals: what each sale took of each purchase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.tax.plain_relief import LOT, relieve

if TYPE_CHECKING:
    from services.tax.plain_deals import Numbers, PlainDeals


def relieve_plain(deals: PlainDeals) -> Numbers | None:
    """Pieces as `relieve` writes them, in the order of the purchases; None where too much is sold."""
    order = np.argsort(deals.chains, kind="stable")
    rows = relieve(order, deals.chains, deals.is_buy, deals.units, deals.cents)
    if not len(rows):
        return None
    return rows[np.argsort(rows[:, LOT], kind="stable")] if deals.chains.any() else rows
