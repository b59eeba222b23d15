"""Laws that hold for any deals: nothing is lost, nothing depends on the order of the input."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from services.model import Side
from services.tax.matching import Matched, match
from services.tax.model import LotMethod, Owner
from services.tax.policy import Instruction, Policy, SameDay
from tests.tax.drawing import OWNERS, deals_of, steps
from tests.tax.making import all_rows

if TYPE_CHECKING:
    from services.tax.model import Execution, WashMatch

policies = st.builds(
    Policy,
    instructions=st.sampled_from([(), *((Instruction(method),) for method in LotMethod)]),
    same_day=st.sampled_from(SameDay),
    one_row_per_sale=st.booleans(),
)


deals = st.lists(steps, max_size=40).map(deals_of)


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
