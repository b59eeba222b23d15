"""Profit and margin of an open position by MetaTrader's calculation modes, exact in decimals.

Source: MetaTrader 5 documentation, symbol properties (`SYMBOL_CALC_MODE_*`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.conversion import Sided
from services.calc.money import round_money
from services.model import ZERO, CalcMode, Side

if TYPE_CHECKING:
    from decimal import Decimal

    from services.model import Symbol

PERCENT = 100
BY_TICK = frozenset({CalcMode.FUTURES, CalcMode.EXCH_FUTURES})
BONDS = frozenset({CalcMode.EXCH_BONDS, CalcMode.EXCH_BONDS_MOEX})
BY_CONTRACT = frozenset(
    {
        CalcMode.FOREX,
        CalcMode.FOREX_NO_LEVERAGE,
        CalcMode.CFD,
        CalcMode.CFDINDEX,
        CalcMode.CFDLEVERAGE,
        CalcMode.EXCH_STOCKS,
        CalcMode.EXCH_STOCKS_MOEX,
        CalcMode.EXCH_OPTIONS,
        CalcMode.EXCH_OPTIONS_MARGIN,
    }
)
LEVERAGED = frozenset({CalcMode.FOREX, CalcMode.CFDLEVERAGE})


def units_per_lot(symbol: Symbol) -> Decimal | None:
    """Profit of one lot, in the profit currency, for a price one higher; None when nobody knows.

    Options are of the premium style; a bond's accrued interest is that of today at both ends.
    """
    mode = symbol.calc_mode
    if mode in BY_CONTRACT:
        return symbol.contract_size
    if mode in BY_TICK and symbol.tick_value is not None and symbol.tick_size:
        return symbol.tick_value / symbol.tick_size
    if mode in BONDS:
        return symbol.contract_size * symbol.face_value / PERCENT
    return ZERO if mode == CalcMode.SERV_COLLATERAL else None


def stated_units(symbol: Symbol) -> Sided | None:
    """Gain and loss of one lot in the account's currency for a price one off, as the broker states ticks."""
    gain = symbol.tick_value_profit or symbol.tick_value
    loss = symbol.tick_value_loss or symbol.tick_value
    if gain is None or loss is None or not symbol.tick_size:
        return None
    return Sided(gain / symbol.tick_size, loss / symbol.tick_size)


def closing_price(side: Side, bid: Decimal, ask: Decimal) -> Decimal:
    """The price at which a position would be closed: a long at the bid, a short at the ask."""
    return bid if side is Side.BUY else ask


def converted(amount: Decimal, factors: Sided, digits: int) -> Decimal:
    """An amount in another currency, rounded as it is booked.

    >>> from decimal import Decimal
    >>> converted(Decimal(-485), Sided(Decimal("0.0063"), Decimal("0.0064")), 2)
    Decimal('-3.10')
    """
    return round_money(amount * (factors.gain if amount >= 0 else factors.loss), digits)


def move_value(
    side: Side, volume: Decimal, price_open: Decimal, price_close: Decimal, units: Decimal
) -> Decimal:
    """What a move of the price makes of a position of *volume* lots, in the currency of *units*."""
    return (price_close - price_open) * side.sign * volume * units


def margin_in_margin_currency(
    symbol: Symbol, volume: Decimal, price: Decimal, leverage: int | None
) -> Decimal | None:
    """Margin of a position before hedging rebates, in the margin currency; None when it can't be told."""
    mode, lots = symbol.calc_mode, volume * symbol.contract_size
    if mode in LEVERAGED and not leverage:
        return None
    by_mode = {
        CalcMode.FOREX: lots / (leverage or 1),
        CalcMode.FOREX_NO_LEVERAGE: lots,
        CalcMode.CFDLEVERAGE: lots * price / (leverage or 1),
        CalcMode.CFD: lots * price,
        CalcMode.EXCH_STOCKS: lots * price,
        CalcMode.EXCH_STOCKS_MOEX: lots * price,
    }
    if mode in BY_TICK and symbol.margin_initial:
        return volume * symbol.margin_initial
    return by_mode.get(CalcMode(mode)) if mode in by_mode else None
