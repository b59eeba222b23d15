"""Drawn deals of every kind, options, splits and deliveries among them: cash and input order, by seeds."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from services.model import Side
from services.tax.matching import match
from services.tax.model import Effect, Event, LotMethod, Right
from services.tax.policy import ColumnB, Instruction, Policy, SameDay
from tests.tax.making import all_rows, deal, option, split

if TYPE_CHECKING:
    from services.tax.model import Execution

FIRST = date(2024, 1, 3)
PAUSES = [0, 0, 1, 3, 3, 9, 40, 200]
RATIOS = [2, 3, Decimal("0.5"), Decimal("1.5"), Decimal("0.1")]
NO_MONEY = (Event.SPLIT, Event.DELIVERY)


def policy_of(source: Random) -> Policy:
    """Any policy."""
    methods: list[tuple[Instruction, ...]] = [(), *((Instruction(method),) for method in LotMethod)]
    return Policy(
        instructions=source.choice(methods),
        same_day=source.choice(list(SameDay)),
        one_row_per_sale=source.random() < 0.3,
        column_b=source.choice(list(ColumnB)),
        long_sales_wash_shorts=source.random() < 0.5,
        options_as_replacement=source.random() < 0.7,
    )


def _fields(source: Random, day: date) -> dict[str, Any]:
    settled = day + timedelta(days=source.choice([0, 1, 3]))
    found: dict[str, Any] = {"account": source.choice("AAB"), "at": time(source.randint(9, 16))}
    found |= {"costs": Decimal(source.choice(["0", "0.35", "1.01"])), "settlement_date": settled}
    if source.random() < 0.3:
        found["position"] = str(source.randint(1, 4))
    if source.random() < 0.3:
        found["order"] = str(source.randint(1, 8))
    if source.random() < 0.1:
        found["effect"] = Effect.OPEN
    return found


def _drawn(source: Random, number: int, day: date) -> list[Execution]:
    """A deal of a day, or what belongs together."""
    text, more, kind = day.isoformat(), _fields(source, day), source.random()
    side, amount = source.choice(list(Side)), Decimal(source.randint(1, 500_000)) / 100
    if kind < 0.7:
        return [deal(side, text, source.randint(1, 30), amount, **more)]
    if kind < 0.8:
        return [option(side, text, source.randint(1, 3), amount, right=source.choice(list(Right)), **more)]
    if kind < 0.85:
        return [split(text, source.choice(RATIOS), account=more["account"], at=more["at"])]
    if kind < 0.9:
        return [
            deal(Side.BUY, text, source.randint(1, 30), 0, **more | {"event": Event.DELIVERY, "costs": 0})
        ]
    if kind < 0.94:
        return [option(side, text, 1, 0, **more | {"event": Event.EXPIRATION})]
    more |= {"order": f"x{number}", "event": Event.EXERCISE}
    return [option(side, text, 1, 0, **more), deal(source.choice(list(Side)), text, 100, amount, **more)]


def any_deals(source: Random) -> list[Execution]:
    """Sixty draws, one after the other."""
    deals: list[Execution] = []
    day = FIRST
    for number in range(60):
        day += timedelta(days=source.choice(PAUSES))
        deals += _drawn(source, number, day)
    return deals


@pytest.mark.parametrize("seed", range(40))
def test_cash_is_kept_and_the_order_of_input_is_irrelevant(seed: int) -> None:
    source = Random(seed)
    deals = any_deals(source)
    policy = policy_of(source)
    untold = {item.execution.key for item in match(deals, policy).unmatched}
    known = [item for item in deals if item.key not in untold]
    matched = match(known, policy)
    rows, lots = all_rows(matched), matched.open_lots()
    assert all(0 < row.adjustment <= row.basis - row.proceeds for row in rows if row.adjustment is not None)
    if not matched.unmatched:
        kept = sum(lot.basis * (-1 if lot.is_short else 1) for lot in lots)
        cash = sum(_cash(item) for item in known if item.event not in NO_MONEY)
        assert sum(row.gain for row in rows) - kept == cash
    source.shuffle(known)
    again = match(known, policy)
    assert (all_rows(again), again.open_lots()) == (rows, lots)


def _cash(item: Execution) -> Decimal:
    return (item.amount if item.side is Side.SELL else -item.amount) - item.costs
