"""Exercised and assigned options, and the shares that they delivered: both get one order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from services.model import Side
from services.tax.model import Event, Right
from services.tax.option_names import named_option

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from services.tax.model import Execution

    Shares = dict[tuple[str, str, Side, Decimal], list[Execution]]

DELIVERING = (Event.EXERCISE, Event.ASSIGNMENT)
_DAYS = 3  # shares may be booked after the weekend that follows the option's last day


def with_shared_orders(executions: Iterable[Execution]) -> list[Execution]:
    """Give the end of an option the order of its shares: same account, strike, side and number, days apart.

    What has no such shares stays as it is, and is then a sale of its own.
    """
    found = list(executions)
    if not any(item.event in DELIVERING for item in found):
        return found
    shares: Shares = defaultdict(list)
    for item in found:
        if not item.is_option and item.event is Event.TRADE and item.quantity:
            shares[item.account, item.identity, item.side, item.quantity].append(item)
    return [_joined(item, shares) if item.event in DELIVERING else item for item in found]


def _joined(option: Execution, shares: Shares) -> Execution:
    named = named_option(option.symbol)
    if named is None:
        return option
    holds = option.side is Side.SELL  # the end of what is held is a sale of it
    buys = holds is (named.right is Right.CALL)
    number = option.quantity * option.multiplier
    for item in shares[option.account, option.underlying, Side.BUY if buys else Side.SELL, number]:
        days = (item.trade_date - option.trade_date).days
        if 0 <= days <= _DAYS and item.amount == named.strike * number * item.rate:
            shares[option.account, option.underlying, item.side, number].remove(item)
            return replace(option, order=item.order, underlying=item.symbol)
    return option
