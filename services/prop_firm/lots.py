"""How many lots of a symbol may be opened until a floor, by contract size and how far the price may go."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from services.calc.position_profit import stated_units, units_per_lot

if TYPE_CHECKING:
    from services.model import Symbol

STEP = Decimal("0.01")
UNKNOWN = "The server's specification of {0} is not known."
UNTOLD = "How {0} makes a loss is not known: its calculation mode is of no kind that is understood here."
NO_LOSS = "{0} is a collateral; its price makes no loss."
NO_RATE = "There is no rate from {0} to {1}."
NO_FLOOR = "No rule of the set has a floor."
BROKEN = "A rule of the set is broken."


@dataclass(frozen=True, slots=True)
class AllowedLots:
    """An estimate: lots, and the loss of one in the account's currency; None where `reason` says why."""

    lots: Decimal | None
    loss_per_lot: Decimal | None
    reason: str = ""


def loss_per_lot(
    name: str, symbol: Symbol | None, distance: Decimal, currency: str, rate: Decimal | None
) -> AllowedLots:
    """What one lot loses when the price goes *distance* the wrong way.

    *rate* turns the symbol's profit currency into the account's *currency*. Costs, slippage and what the
    rate does meanwhile are left out.
    """
    if symbol is None:
        return _unknown(UNKNOWN.format(name))
    units, stated = units_per_lot(symbol), stated_units(symbol)
    if units is None:
        return _unknown(UNTOLD.format(name)) if stated is None else AllowedLots(None, distance * stated.loss)
    if not units:
        return _unknown(NO_LOSS.format(name))
    factor = Decimal(1) if symbol.currency_profit == currency else rate
    if factor is None:
        return _unknown(NO_RATE.format(symbol.currency_profit, currency))
    return AllowedLots(None, distance * units * factor)


def allowed_lots(
    one: AllowedLots, headroom: Decimal | None, *, held: Decimal = Decimal(0), most: Decimal | None = None
) -> AllowedLots:
    """The lots whose loss stays within *headroom*, rounded down.

    *held* are lots that are open already and lose on the same way; *most* are those that another rule leaves.

    >>> allowed_lots(AllowedLots(None, Decimal(200)), Decimal("510.00"), held=Decimal(1)).lots
    Decimal('1.55')
    """
    if one.loss_per_lot is None:
        return one
    if headroom is None:
        return AllowedLots(None, one.loss_per_lot, BROKEN)
    if not headroom.is_finite():
        return AllowedLots(most, one.loss_per_lot, "" if most is not None else NO_FLOOR)
    left = max(headroom - held * one.loss_per_lot, Decimal(0))
    fits = (left / one.loss_per_lot).quantize(STEP, ROUND_DOWN)
    return AllowedLots(fits if most is None else min(fits, max(most, Decimal(0))), one.loss_per_lot)


def told(amount: Decimal, digits: int) -> Decimal:
    """A loss in the currency's digits, rounded up: an estimate that never says too little.

    >>> told(Decimal("1.231"), 2)
    Decimal('1.24')
    """
    return amount.quantize(Decimal(1).scaleb(-digits), ROUND_UP)


def _unknown(reason: str) -> AllowedLots:
    return AllowedLots(None, None, reason)
