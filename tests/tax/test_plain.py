"""The short way of plain histories beside the general one: the same lots, pieces and washes."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from services.model import Side
from services.tax.general import settle
from services.tax.histories import is_plain
from services.tax.matching import Matched, match
from services.tax.plain import settle_plain
from services.tax.policy import Policy, SameDay
from tests.tax.making import BY_NAME, all_rows, buy, deal, sell

if TYPE_CHECKING:
    from services.tax.general import Settled
    from services.tax.lots import Piece
    from services.tax.model import Execution

FIRST = date(2024, 1, 3)
PAUSES = [0, 0, 0, 1, 2, 3, 9, 31]
POLICIES = [
    Policy(same_day=same_day, exclude_lots_bought_before_the_shares_sold=excludes)
    for same_day, excludes in product(SameDay, (False, True))
]


def _drawn(source: Random, count: int) -> list[Execution]:
    """Deals of two accounts and two symbols of one identity; no account sells what it does not hold."""
    found: list[Execution] = []
    day, clock, held = FIRST, 9, dict[tuple[str, str], int]()
    repeats, costs, sizes = source.random() < 0.5, source.choice([0, 0, 0.35]), source.choice([5, 40])
    accounts, symbols = source.choice(["A", "AB"]), source.choice(["X", "XY"])
    for _ in range(count):
        days = source.choice(PAUSES)
        day, clock = day + timedelta(days=days), 9 if days else min(clock + source.randint(0, 1), 22)
        chain = source.choice(accounts), source.choice(symbols)
        known, units = held.get(chain, 0), source.randint(1, sizes)
        is_buy = not known or source.random() < 0.5
        units = units if is_buy else min(units, known)
        held[chain] = known + (units if is_buy else -units)
        more: dict[str, Any] = {"order": str(source.randint(1, 9))} if repeats and source.random() < 0.4 else {}
        more |= {"account": chain[0], "symbol": chain[1], "identity": "X", "costs": Decimal(str(costs))}
        cents = units * source.randint(900, 1100) + source.randint(-3, 3)
        side = Side.BUY if is_buy else Side.SELL
        found.append(deal(side, day.isoformat(), units, Decimal(cents) / 100, at=time(clock), **more))
    return found


def _piece(piece: Piece) -> tuple[object, ...]:
    closing = piece.closing and (piece.closing.first.key, piece.closing.keys)
    money = piece.units, piece.basis, piece.proceeds, piece.denied
    return *money, piece.hold, str(closing), piece.past, piece.lot.key


def _shown(settled: Settled) -> list[object]:
    """Everything that is known of lots, pieces and washes."""
    lots = [
        (lot.key, lot.opening.keys, lot.total, lot.units, lot.cents, sorted(map(_piece, lot.pieces)))
        for lot in settled.lots
    ]
    washes = [
        (_piece(wash.loss), wash.closing.first.key, _piece(wash.replacement), wash.units, wash.denied)
        for wash in settled.washes
    ]
    return [*lots, *washes]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", range(10))
def test_the_short_way_finds_what_the_general_one_finds(seed: int, policy: Policy) -> None:
    deals = _drawn(Random(seed), 120)
    plain = settle_plain(deals, policy)
    assert plain is not None
    assert _shown(plain) == _shown(settle(deals, policy))
    assert plain.washes
