"""Floating profit of open positions at a price: (price - open) x contract size x lots, in account currency.

Source: MetaTrader 5 symbol properties, calculation modes FOREX and CFD.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.calc.money import round_money
from services.model import ZERO, AccountState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from services.model import Position, Symbol


def reprice(
    held: Sequence[Position],
    prices: Mapping[str, Decimal],
    symbols: Mapping[str, Symbol],
    rate: Callable[[str], Decimal],
    *,
    digits: int,
) -> tuple[Position, ...]:
    """The positions at new prices; *rate* gives units of the account's currency for one of the profit's."""
    return tuple(
        replace(
            position,
            price_current=prices[position.symbol],
            profit=_profit(position, prices[position.symbol], symbols[position.symbol], rate, digits),
        )
        for position in held
        if position.symbol in prices and position.symbol in symbols
    )


def _profit(
    position: Position, price: Decimal, symbol: Symbol, rate: Callable[[str], Decimal], digits: int
) -> Decimal:
    move = (price - position.price_open) * position.side.sign
    return round_money(move * symbol.contract_size * position.volume * rate(symbol.currency_profit), digits)


def state_at(state: AccountState, held: Sequence[Position], time: datetime, source: str) -> AccountState:
    """The account's state with these positions: equity is balance, credit and floating together."""
    floating = sum((position.profit + position.swap for position in held), ZERO)
    return replace(
        state,
        time=time,
        floating=floating,
        equity=state.balance + state.credit + floating,
        open_positions=len(held),
        source=source,
    )
