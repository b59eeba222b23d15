"""Values of an account, or of several in one currency, and the elements that the stream writes them in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from components import format as fmt
from components.live import moving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from services.live.frame import StateFrame


@dataclass(frozen=True, slots=True)
class Amounts:
    """Values of an account, or of several in one currency added up, in minor units."""

    balance: int
    equity: int
    floating: int
    today: int
    week: int
    month: int
    realized_today: int
    open_positions: int
    day_base: int
    margin: int | None

    @classmethod
    def of(cls, state: StateFrame, places: Iterable[int]) -> Amounts:
        """The accounts at *places* together; their margin is unknown when that of one is."""
        rows = list(places)

        def summed(name: str) -> int:
            return sum(state.values[name][place] or 0 for place in rows)

        equity = summed("balance") + summed("credit") + summed("unrealized_pnl")
        base = summed("day_base")
        is_known = all(state.values["margin"][place] is not None for place in rows)
        return cls(
            balance=summed("balance"),
            equity=equity,
            floating=summed("unrealized_pnl"),
            today=equity - base,
            week=summed("realized_week"),
            month=summed("realized_month"),
            realized_today=summed("realized_today"),
            open_positions=summed("open_positions"),
            day_base=base,
            margin=summed("margin") if is_known else None,
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Moving figures of one line: an account's, or a total's in a currency."""

    name: str
    amounts: Amounts
    digits: int
    currency: str = ""

    def gain(self, field: str, minor: int | None) -> Component:
        """A gain or a loss."""
        amount = self._amount(minor)
        return self._moving(field, fmt.money(amount, self.digits, sign=True), fmt.tone(amount))

    def plain(self, field: str, minor: int) -> Component:
        """An amount without a sign."""
        return self._moving(field, fmt.money(self._amount(minor), self.digits))

    def compact(self, field: str, minor: int) -> Component:
        """The same, short."""
        return self._moving(field, fmt.compact_money(self._amount(minor), self.digits))

    def level(self) -> Component:
        """Equity by margin."""
        amounts = self.amounts
        level = amounts.equity / amounts.margin if amounts.margin else None
        return self._moving("margin_level", fmt.fraction(level, 0))

    def percent(self) -> Component:
        """The change of the day by its capital."""
        amounts = self.amounts
        change = amounts.today / amounts.day_base if amounts.day_base > 0 else None
        return self._moving("today_percent", fmt.fraction(change, sign=True), fmt.tone(change))

    def _moving(self, field: str, text: str, tone: str = "") -> Component:
        return moving(f"{self.name}/{field}", text, tone, data_currency=self.currency or None)

    def _amount(self, minor: int | None) -> float | None:
        return None if minor is None else minor / 10**self.digits


def by_currency(state: StateFrame) -> list[tuple[str, tuple[int, ...]]]:
    """The places of the accounts of each currency, the commonest first."""
    places = sorted(range(len(state.accounts)), key=lambda place: state.accounts[place].currency)
    groups = groupby(places, key=lambda place: state.accounts[place].currency)
    return sorted(((name, tuple(members)) for name, members in groups), key=lambda group: -len(group[1]))
