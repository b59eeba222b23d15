"""A wash sale as it is told: whose shares, which replaced them, and the loss denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.cents import in_dollars
from services.tax.model import WashMatch

if TYPE_CHECKING:
    from services.tax.units import Units
    from services.tax.wash_sales import Wash


def wash_match(wash: Wash, units: Units) -> WashMatch:
    """Both sides of a wash."""
    loss, replacement = wash.loss, wash.replacement
    lost, bought = (loss.delivered or loss.lot).opening.first, replacement.lot.opening.first
    return WashMatch(
        symbol=lost.symbol,
        loss_lot=loss.lot.key,
        loss_account=lost.account,
        sold=wash.sold,
        replacement_lot=replacement.lot.key,
        replacement_account=bought.account,
        replacement_acquired=bought.trade_date,
        quantity=units.quantity(wash.units, lost, wash.closing.first.time),
        disallowed=in_dollars(wash.denied),
        is_permanent=wash.is_permanent,
    )
