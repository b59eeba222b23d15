"""Credit and the balances printed beside deals: most servers keep it apart, some count it in."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from services.calc.deal_class import deal_class
from services.model import DealClass

if TYPE_CHECKING:
    from services.statement import StatedDeal, Statement

COUNTED = "The printed balances count credit in; it is kept as a bonus, which is part of the balance."


def with_credit(statement: Statement) -> Statement:
    """*statement* with its credit deals classed as bonus where the printed balances moved by them."""
    pairs = [pair for pair in pairwise(statement.deals) if _is_credit(pair[1])]
    if not pairs or not all(_counts(before, row) for before, row in pairs):
        return statement
    rows = tuple(
        replace(row, deal=replace(row.deal, tag=DealClass.BONUS)) if _is_credit(row) else row
        for row in statement.deals
    )
    return replace(statement, deals=rows, warnings=(*statement.warnings, COUNTED))


def _is_credit(row: StatedDeal) -> bool:
    return deal_class(row.deal) is DealClass.CREDIT and bool(row.deal.cash)


def _counts(before: StatedDeal, row: StatedDeal) -> bool:
    if before.balance is None or row.balance is None:
        return False
    return row.balance - before.balance == row.deal.cash
