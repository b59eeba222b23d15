"""The loop of first in, first out, as machine code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.tax.compiled import compiled, part

if TYPE_CHECKING:
    from services.tax.plain_deals import Flags, Numbers

OPEN = -1
LOT, CLOSING, UNITS, BASIS, PROCEEDS = range(5)
WIDTH = 5


@compiled
def relieve(order: Numbers, chains: Numbers, is_buy: Flags, units: Numbers, cents: Numbers) -> Numbers:
    """Pieces, chain by chain: rows of LOT and CLOSING (places of deals), UNITS, BASIS and PROCEEDS (cents).

    There are none where a sale finds nothing; what is held closes by OPEN. *order* are places of deals in the
    order of time, those of a chain together.
    """
    rows = np.empty((2 * len(order), WIDTH), np.int64)
    made = start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and chains[order[stop]] == chains[order[start]]:
            stop += 1
        made = _relieve_chain(order[start:stop], is_buy, units, cents, rows, made)
        if made < 0:
            return rows[:0]
        start = stop
    return rows[:made]


@compiled
def _relieve_chain(
    chain: Numbers, is_buy: Flags, units: Numbers, cents: Numbers, rows: Numbers, made: int
) -> int:
    """Write the pieces of one account's symbol; answers how many rows there are, or a negative number."""
    lot = held = cost = 0
    waiting = -1
    for at in range(len(chain)):
        deal = chain[at]
        left, got = (0, 0) if is_buy[deal] else (units[deal], cents[deal])
        while left:
            if not held:
                waiting = _next_purchase(chain, is_buy, waiting + 1)
                if waiting > at:
                    return -1
                lot = chain[waiting]
                held, cost = units[lot], cents[lot]
            count = min(held, left)
            paid, gained = part(cost, count, held), part(got, count, left)
            rows[made] = (lot, deal, count, paid, gained)
            made += 1
            left, got, held, cost = left - count, got - gained, held - count, cost - paid
    while held or waiting < len(chain):
        if held:
            rows[made] = (lot, OPEN, held, cost, 0)
            made += 1
        waiting = _next_purchase(chain, is_buy, waiting + 1)
        held = 0
        if waiting < len(chain):
            lot = chain[waiting]
            held, cost = units[lot], cents[lot]
    return made


@compiled
def _next_purchase(chain: Numbers, is_buy: Flags, at: int) -> int:
    """The first purchase from a place on; the end where there is none."""
    while at < len(chain) and not is_buy[chain[at]]:
        at += 1
    return at
