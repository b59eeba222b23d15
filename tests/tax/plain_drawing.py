"""Drawn plain histories, purchases and later sales of one identity, and all that follows from them."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.model import Side
from tests.tax.making import deal

if TYPE_CHECKING:
    from random import Random

    from services.tax.general import Settled
    from services.tax.lots import Piece
    from services.tax.model import Execution

FIRST = date(2024, 1, 3)
PAUSES = [0, 0, 0, 1, 2, 3, 9, 31]


def drawn(source: Random, count: int, identity: str = "X") -> list[Execution]:
    """Deals of one or two accounts and symbols; none of them sells what it does not hold."""
    found: list[Execution] = []
    day, clock, held = FIRST, 9, dict[tuple[str, str], int]()
    accounts, symbols = source.choice(["A", "AB"]), source.choice([["1"], ["1", "2"]])
    most, costs = source.choice([5, 40]), source.choice(["0", "0.35", "0.005"])
    has_fills, steps = source.random() < 0.5, source.choice([[0, 1], [1]])
    for _ in range(count):
        days = source.choice(PAUSES)
        day, clock = day + timedelta(days=days), 0 if days else min(clock + source.choice(steps), 1439)
        chain = source.choice(accounts), identity + source.choice(symbols)
        known, units = held.get(chain, 0), source.randint(1, most)
        is_buy = not known or source.random() < 0.5
        units = units if is_buy else min(units, known)
        held[chain] = known + (units if is_buy else -units)
        more: dict[str, Any] = {"at": time(clock // 60, clock % 60), "costs": Decimal(costs)}
        more |= {"account": chain[0], "symbol": chain[1], "identity": identity}
        if has_fills and source.random() < 0.4:
            more["order"] = str(source.randint(1, 9))
        amount = Decimal(units * source.randint(900, 1100) + source.randint(-3, 3)) / 100
        found.append(deal(Side.BUY if is_buy else Side.SELL, day.isoformat(), units, amount, **more))
    return found


def everything(settled: Settled) -> list[object]:
    """All that is known of lots, pieces and washes."""
    lots = [
        (lot.key, lot.opening.keys, lot.total, lot.units, lot.cents, sorted(map(_piece, lot.pieces)))
        for lot in settled.lots
    ]
    washes = [
        (_piece(wash.loss), wash.closing.keys, _piece(wash.replacement), wash.units, wash.denied)
        for wash in settled.washes
    ]
    return [*lots, *washes]


def _piece(piece: Piece) -> tuple[object, ...]:
    closing = "" if piece.closing is None else str(piece.closing.keys)
    money = piece.units, piece.basis, piece.proceeds, piece.denied
    return piece.lot.key, closing, *money, piece.hold, piece.past
