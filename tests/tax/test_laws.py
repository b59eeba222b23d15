"""Laws that hold for any deals: nothing is lost, nothing depends on the order of the input."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.model import Side
from services.tax.matching import Matched, match
from services.tax.model import LotMethod, Owner
from services.tax.policy import Instruction, Policy, SameDay
from tests.tax import oracle
from tests.tax.making import FIFO, all_rows, deal

if TYPE_CHECKING:
    from services.tax.model import Execution, WashMatch

Step = tuple[int, str, bool, int, int, str]
FIRST = date(2024, 10, 1)
OWNERS = {"A": Owner.TAXPAYER, "B": Owner.TAXPAYER, "S": Owner.SPOUSE, "R": Owner.RETIREMENT}
steps = st.tuples(
    st.integers(0, 20),
    st.sampled_from("AAABSR"),
    st.booleans(),
    st.integers(1, 30),
    st.integers(1, 50),
    st.sampled_from("XXY"),
)
policies = st.builds(
    Policy,
    instructions=st.sampled_from([(), *((Instruction(method),) for method in LotMethod)]),
    same_day=st.sampled_from(SameDay),
    one_row_per_sale=st.booleans(),
)


def _deals(drawn: list[Step], *, whole: bool = False) -> list[Execution]:
    """Deals of the drawn steps; with *whole* every price is in cents and nobody sells what is not held."""
    day, held, found = FIRST, defaultdict[tuple[str, str], int](int), []
    for days, account, is_buy, units, price, symbol in drawn:
        day += timedelta(days=days)
        known = held[account, symbol]
        count, side = units, Side.BUY if is_buy else Side.SELL
        if whole:
            count, side = (units, Side.BUY) if is_buy or not known else (min(units, known), Side.SELL)
        held[account, symbol] += count if side is Side.BUY else -count
        amount = Decimal(count * price) / 100 if whole else Decimal(units * price * 7) / 300
        costs = Decimal(0) if whole else Decimal("0.35")
        more = {"account": account, "owner": OWNERS[account], "symbol": symbol}
        found.append(
            deal(side, day.isoformat(), count, amount.quantize(Decimal("0.01")), costs=costs, **more)
        )
    return found


deals = st.lists(steps, max_size=40).map(_deals)


@given(deals, policies)
def test_cash_is_gains_and_what_is_carried(executions: list[Execution], policy: Policy) -> None:
    """What the taxpayer's accounts paid and got is in rows, in open lots, or was denied to other accounts."""
    matched = match(executions, policy)
    own = [item for item in executions if item.owner is Owner.TAXPAYER]
    cash = sum((_cash(item) for item in own), Decimal(0))
    gains = sum((row.gain for row in all_rows(matched)), Decimal(0))
    held = [lot for lot in matched.open_lots() if lot.owner is Owner.TAXPAYER]
    kept = sum((lot.basis if not lot.is_short else -lot.basis for lot in held), Decimal(0))
    gone = sum(
        (wash.disallowed for wash in _washes(matched) if _is_gone(wash.replacement_account)), Decimal(0)
    )
    assert gains - kept - gone == cash


def _washes(matched: Matched) -> list[WashMatch]:
    return [wash for year in matched.years for wash in matched.washes(year)]


def _cash(item: Execution) -> Decimal:
    return (item.amount if item.side is Side.SELL else -item.amount) - item.costs


def _is_gone(account: str) -> bool:
    return OWNERS[account] is not Owner.TAXPAYER


@given(deals, policies)
def test_no_share_is_lost(executions: list[Execution], policy: Policy) -> None:
    matched = match(executions, policy)
    own = [item for item in executions if item.owner is Owner.TAXPAYER]
    traded = sum(item.quantity if item.side is Side.BUY else -item.quantity for item in own)
    held = [lot for lot in matched.open_lots() if lot.owner is Owner.TAXPAYER]
    assert sum(-lot.quantity if lot.is_short else lot.quantity for lot in held) == traded


@given(deals, policies)
def test_every_row_denies_at_most_its_loss(executions: list[Execution], policy: Policy) -> None:
    matched = match(executions, policy)
    rows = all_rows(matched)
    assert all(0 < row.adjustment <= row.basis - row.proceeds for row in rows if row.adjustment is not None)
    assert all((row.adjustment is None) is (row.codes == "") for row in rows)
    assert sum(row.adjustment or 0 for row in rows) == sum(wash.disallowed for wash in _washes(matched))


@given(deals, policies, st.integers(0, 10**6))
def test_the_order_of_the_input_is_irrelevant(executions: list[Execution], policy: Policy, seed: int) -> None:
    matched = match(executions, policy)
    mixed = list(executions)
    Random(seed).shuffle(mixed)
    again = match(mixed, policy)
    assert all_rows(again) == all_rows(matched) == all_rows(match(executions, policy))
    assert again.open_lots() == matched.open_lots()


@given(st.lists(steps, max_size=40))
def test_a_slow_oracle_says_the_same(drawn: list[Step]) -> None:
    """Whole cents for every share, so that no cut leaves a rest; accounts of the taxpayer only."""
    _agree(drawn)


@pytest.mark.parametrize("seed", range(4))
def test_a_slow_oracle_says_the_same_of_many_deals(seed: int) -> None:
    source, units = Random(seed), [10, 10, 20, *range(1, 30)]
    _agree([_drawn(source, units) for _ in range(120)])


def _drawn(source: Random, units: list[int]) -> Step:
    days, account, is_buy = source.choice([0, 0, 1, 3, 10]), source.choice("AB"), source.random() < 0.5
    return days, account, is_buy, source.choice(units), source.randint(1, 50), source.choice("XXY")


def _agree(drawn: list[Step]) -> None:
    own = [(days, "B" if account in "BR" else "A", *rest) for days, account, *rest in drawn]
    executions = _deals(own, whole=True)  # type: ignore[arg-type]
    blocks = oracle.washed(oracle.first_in_first_out(executions))
    matched = match(executions, FIFO)
    found: dict[object, tuple[Fraction, ...]] = {}
    for row in all_rows(matched):
        key = row.lots[0], row.deals[-1], row.sold
        amounts = row.proceeds, row.basis, row.adjustment or Decimal(0)
        known = found.get(key, (Fraction(0),) * 3)
        found[key] = tuple(one + Fraction(two) for one, two in zip(known, amounts, strict=True))
    assert found == oracle.sums(blocks)
    lots = matched.open_lots()
    held = {(lot.lot, lot.holding_start.toordinal()): (lot.quantity, lot.basis) for lot in lots}
    assert held == oracle.kept(blocks)
