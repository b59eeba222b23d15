"""Digital assets: one pool for an account until 2024, one for each wallet from 2025 on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from services.tax.lots import Lot
from services.tax.pools import Pool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.legs import Leg
    from services.tax.policy import Policy


def relieve_coins(legs: Sequence[Leg], policy: Policy) -> list[Pool]:
    """Every pool that the legs of an account's coin went through."""
    whole, held = Pool(policy), Counter[str]()
    first = policy.per_wallet_from.toordinal()
    at = next((number for number, leg in enumerate(legs) if leg.day >= first), len(legs))
    for leg in legs[:at]:
        held[leg.first.wallet] += leg.units if leg.is_buy else -leg.units
        whole.take(leg)
    if at == len(legs):
        return [whole]
    wallets = {name: Pool(policy, whole.net) for name in dict.fromkeys(leg.first.wallet for leg in legs)}
    for wallet, lot in _shared_out(whole.bought.open_lots(), held):
        wallets[wallet].open(lot)
    for lot in whole.owed.open_lots():
        wallets[lot.wallet].open(_moved(lot, lot.units, lot.wallet))
    for leg in legs[at:]:
        wallets[leg.first.wallet].take(leg)
    return [whole, *wallets.values()]


def _shared_out(lots: Sequence[Lot], held: Counter[str]) -> list[tuple[str, Lot]]:
    """Unsold lots to wallets by what these hold: a lot stays where it was bought, the rest in turn."""
    found = []
    for lot in lots:
        stays = max(0, min(lot.units, held[lot.wallet]))
        if stays:
            held[lot.wallet] -= stays
            found.append((lot.wallet, _moved(lot, stays, lot.wallet)))
    for lot in lots:
        for wallet in [name for name in sorted(held) if held[name] > 0]:
            if lot.units:
                units = min(lot.units, held[wallet])
                held[wallet] -= units
                found.append((wallet, _moved(lot, units, wallet)))
    return sorted(found, key=lambda item: item[1].opening.moment)


def _moved(lot: Lot, units: int, wallet: str) -> Lot:
    return Lot(lot.opening, units, lot.take(units), lot.is_short, wallet)
