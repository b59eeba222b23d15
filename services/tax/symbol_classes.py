"""Every symbol of a year with its class, why it has it, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.tax.model import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from services.tax.model import TaxClass
    from services.tax.totals import Booked

    Key = tuple[str, str, TaxClass]


@dataclass(frozen=True, slots=True)
class SymbolClass:
    """A symbol of an account: its class, the reason and the rule's name, closing deals and result."""

    account: str
    symbol: str
    tax_class: TaxClass
    reason: str
    rule: str
    trades: int
    result: Decimal


def symbol_classes(booked: Iterable[Booked]) -> tuple[SymbolClass, ...]:
    """The symbols by account; one whose class an election changes within the year is there twice."""
    found: dict[Key, SymbolClass] = {}
    for one in booked:
        owned = one.owned
        key = owned.account.name, owned.symbol, one.tax_class
        told = found.get(key) or SymbolClass(*key, owned.found.reason, owned.found.rule, 0, ZERO)
        trades, result = told.trades + one.exits, told.result + one.result
        found[key] = SymbolClass(*key, told.reason, told.rule, trades, result)
    return tuple(found[key] for key in sorted(found))
