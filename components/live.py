"""Figures that move: leaves of the page that are replaced one by one, so that nothing around them notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html, no_update

from components import format as fmt
from components.attributes import attributes
from services.calc.money import round_money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from uuid import UUID

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import LivePnl


def live(scope: str, name: str, content: Children) -> Component:
    """A figure called *name* on the page called *scope*."""
    return html.Span(content, id={"type": f"{scope}-live", "name": name})


def moving(name: str, text: str, tone: str = "", **marks: object) -> Component:
    """A figure that the stream writes anew; *name* is `<account id>/<field>` or `total/<field>`."""
    return html.Span(text, className=tone, **attributes(data_live=name, **marks))


def moving_money(account_id: UUID | str, field: str, amount: Decimal | None, digits: int) -> Component:
    """An amount without a sign of its own, such as equity."""
    return moving(f"{account_id}/{field}", fmt.money(amount, digits))


def moving_gain(account_id: UUID | str, field: str, amount: Decimal | None, digits: int) -> Component:
    """A gain or a loss, told by sign and color."""
    return moving(f"{account_id}/{field}", fmt.money(amount, digits, sign=True), fmt.tone(amount))


def moving_today(pnl: LivePnl) -> Component:
    """The change of the day; it carries where the day began, for a page's days may be another zone's."""
    digits, amount = pnl.account.currency_digits, pnl.daily_change
    base = int(round_money(pnl.state.equity - amount, digits).scaleb(digits))
    name = f"{pnl.account.id}/today"
    hidden = fmt.amounts_are_hidden()
    text, tone = fmt.money(amount, digits, sign=True), fmt.tone(amount)
    return moving(name, text, tone, data_base=None if hidden else str(base))


def in_order(
    outputs: Sequence[Mapping[str, Mapping[str, str]]], parts: Mapping[str, Children]
) -> list[Children]:
    """The parts for the figures that a callback has to answer; those that are gone stay as they are."""
    return [parts.get(output["id"]["name"], no_update) for output in outputs]
