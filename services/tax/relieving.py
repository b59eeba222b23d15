"""Every pool of every account: options first, since what they cost goes into the shares they become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.cents import in_dollars
from services.tax.model import TaxClass, Unmatched
from services.tax.options import is_option, move_premiums
from services.tax.pools import Pool
from services.tax.wallets import relieve_coins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from services.tax.legs import Chain, Leg
    from services.tax.lots import Lot
    from services.tax.policy import Policy
    from services.tax.units import Units

NOTHING_OPEN = "It closes what was never opened in this account: the purchase lies before what is known."


def relieve_all(
    chains: Mapping[Chain, list[Leg]], units: Units, policy: Policy
) -> tuple[list[Lot], tuple[Unmatched, ...]]:
    """Lots of every pool with what became of them, and the deals that found nothing to close."""
    pools = [_relieve(legs, policy) for legs in chains.values() if is_option(legs[0])]
    move_premiums((lot for pool in pools for lot in pool.lots), chains)
    for legs in chains.values():
        if is_option(legs[0]):
            continue
        if legs[0].first.tax_class is TaxClass.F8949_DIGITAL:
            pools += relieve_coins(legs, policy)
        else:
            pools.append(_relieve(legs, policy))
    found = [_unmatched(leg, units) for pool in pools for leg in pool.unmatched]
    lots = [lot for pool in pools for lot in pool.finish()]
    return sorted(lots, key=lambda lot: lot.opening.number), tuple(found)


def _unmatched(leg: Leg, units: Units) -> Unmatched:
    quantity = units.quantity(leg.units, leg.first, leg.first.time)
    cash = in_dollars(-leg.cents if leg.is_buy else leg.cents)
    return Unmatched(leg.first, leg.keys, quantity, cash, NOTHING_OPEN)


def _relieve(legs: Iterable[Leg], policy: Policy) -> Pool:
    pool = Pool(policy)
    for leg in legs:
        pool.take(leg)
    return pool
