"""The law of wash sales once more, slowly: lists that are searched from the beginning, exact fractions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from services.model import Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from services.tax.model import Execution


@dataclass(slots=True, eq=False)
class Block:
    """Shares of one purchase with one fate."""

    units: int
    basis: Fraction
    bought: Execution
    number: int
    hold: int
    sold: Execution | None = None
    proceeds: Fraction = Fraction(0)
    denied: Fraction = Fraction(0)
    is_used: bool = False

    def off(self, units: int) -> Block:
        """Shares taken off it."""
        share = Fraction(units, self.units)
        part = replace(self, units=units, basis=self.basis * share, proceeds=self.proceeds * share)
        self.units, self.basis, self.proceeds = (
            self.units - units,
            self.basis - part.basis,
            self.proceeds - part.proceeds,
        )
        return part


def first_in_first_out(executions: Sequence[Execution]) -> list[Block]:
    """Blocks of accounts that never sell more than they hold."""
    blocks: list[Block] = []
    for item in sorted(executions, key=lambda known: (known.time, known.key)):
        if item.side is Side.BUY:
            day = item.trade_date.toordinal()
            blocks.append(Block(int(item.quantity), Fraction(item.amount), item, len(blocks), day))
            continue
        left = int(item.quantity)
        for block in [one for one in blocks if one.sold is None and _pool(one.bought) == _pool(item)]:
            if not left:
                break
            part = block if block.units <= left else block.off(left)
            if part is not block:
                blocks.append(part)
            part.sold, part.proceeds = item, Fraction(item.amount) * part.units / int(item.quantity)
            left -= part.units
    blocks.sort(
        key=lambda one: (one.bought.time, one.bought.key, one.sold is None, one.sold and one.sold.key)
    )
    for number, block in enumerate(blocks):
        block.number = number
    return blocks


def washed(blocks: list[Block]) -> list[Block]:
    """The same blocks after every wash sale, split where shares have different fates."""
    done: list[Block] = []
    while waiting := [one for one in blocks if one.sold is not None and one not in done]:
        block: Block | None = min(waiting, key=_turn)
        while block is not None:
            done.append(block)
            block = _settle(block, blocks)
    return blocks


def _settle(block: Block, blocks: list[Block]) -> Block | None:
    """Wash what one replacement can; answers what is left of the loss as a block of its own."""
    new = _replacement(block, blocks) if block.basis > block.proceeds else None
    if new is None or block.sold is None:
        return None
    rest = block.off(block.units - new.units) if block.units > new.units else None
    if rest is not None:
        blocks.append(rest)
    if new.units > block.units:
        blocks.append(new.off(new.units - block.units))
    block.denied = block.basis - block.proceeds
    new.basis += block.denied
    new.hold -= block.sold.trade_date.toordinal() - block.hold
    new.is_used = True
    return rest


def _replacement(block: Block, blocks: list[Block]) -> Block | None:
    found = [one for one in blocks if _replaces(one, block)]
    return min(
        found,
        key=lambda one: (one.bought.time, one.units != block.units, -one.units, one.number),
        default=None,
    )


def _replaces(one: Block, block: Block) -> bool:
    sold = block.sold
    assert sold is not None
    if one.is_used or one.bought.identity != block.bought.identity or one.bought.order == block.bought.order:
        return False
    if one.sold is not None and (one.sold.time <= sold.time or one.sold.order == sold.order):
        return False
    return abs((one.bought.trade_date - sold.trade_date).days) <= 30


def _turn(block: Block) -> tuple[datetime, datetime, int]:
    assert block.sold is not None
    return block.sold.time, block.bought.time, block.number


def _pool(item: Execution) -> tuple[str, str]:
    return item.account, item.symbol


def sums(blocks: list[Block]) -> dict[tuple[str, str, date], tuple[Fraction, Fraction, Fraction]]:
    """Proceeds, basis and denied losses by purchase, sale and its day."""
    found: dict[tuple[str, str, date], tuple[Fraction, Fraction, Fraction]] = {}
    for block in blocks:
        if block.sold is not None:
            key = block.bought.key, block.sold.key, block.sold.trade_date
            known = found.get(key, (Fraction(0), Fraction(0), Fraction(0)))
            found[key] = known[0] + block.proceeds, known[1] + block.basis, known[2] + block.denied
    return found


def kept(blocks: list[Block]) -> dict[tuple[str, int], tuple[int, Fraction]]:
    """Units and basis that are still held, by purchase and start of the term."""
    found: dict[tuple[str, int], tuple[int, Fraction]] = {}
    for block in blocks:
        if block.sold is None:
            units, basis = found.get((block.bought.key, block.hold), (0, Fraction(0)))
            found[block.bought.key, block.hold] = units + block.units, basis + block.basis
    return found
