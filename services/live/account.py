"""What the engine knows of an account: what is booked, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.model import ZERO

if TYPE_CHECKING:
    from decimal import Decimal

    from services.model import Account, Position, Symbol


@dataclass(frozen=True, slots=True)
class Realized:
    """Net profit of closed trades: all of them, and those of the account's day, week and month."""

    total: Decimal = ZERO
    today: Decimal = ZERO
    week: Decimal = ZERO
    month: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class LiveAccount:
    """An account as booked, with its open positions and the specifications of their symbols.

    `day_base` is equity at the beginning of the day with the day's flows added; `stated_margin` is the
    broker's own figure, None when it has to be computed; `is_fed` says whether its prices come by themselves.
    """

    account: Account
    balance: Decimal
    credit: Decimal
    realized: Realized
    day_base: Decimal
    positions: tuple[Position, ...]
    symbols: dict[str, Symbol]
    stated_margin: Decimal | None = None
    is_fed: bool = False
