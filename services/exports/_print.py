"""Canonical cells as print: thousands, a true minus, percents, times on the clock of a zone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from services.calc.money import currency_digits
from services.calc.server_zone import server_zone
from services.exports._cells import cell_text, upright
from services.exports._kind import Kind
from services.number_text import UNDEFINED, duration, fraction, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.exports._document import Column, Fact

LEFT = (Kind.TEXT, Kind.TIME, Kind.DATE)
LEAST_DIGITS = 2
MOST_LETTERS = 600  # of a cell or a fact
VALUELESS = ("", UNDEFINED)


def printer(column: Column, zone: str) -> Callable[[str], str]:
    """What turns the canonical text of a column's cells into print."""
    if column.kind is Kind.TEXT:
        return _told
    if column.kind is Kind.IDENTIFIER:
        return lambda text: text or UNDEFINED
    if column.kind is Kind.DATE:
        return lambda text: _day(date.fromisoformat(text)) if text else UNDEFINED
    if column.kind is Kind.TIME:
        clock = server_zone(zone)
        return lambda text: _time(clock.to_server(datetime.fromisoformat(text))) if text else UNDEFINED
    return lambda text: _number(column, Decimal(text)) if text else UNDEFINED


def printer_by(column: Column, prices: Mapping[str, int]) -> Callable[[str, str], str]:
    """What prints the numbers of a column by the text that decides their decimals: a currency or a symbol.

    No digit of money is hidden; a price, which may be an average, has the decimals of its symbol.
    """

    def write(text: str, decider: str) -> str:
        if not text:
            return UNDEFINED
        value = Decimal(text)
        if column.kind is Kind.MONEY:
            return number(value, max(_own(value), currency_digits(decider)))
        return number(value, prices.get(decider, _own(value)))

    return write


def printed_fact(fact: Fact, zone: str) -> str:
    """A fact's value in print, without its unit; a time says on whose clock it is."""
    text = cell_text(fact.column, fact.value)
    shown = printer(fact.column, zone)(text) if text else UNDEFINED
    return f"{shown} {zone}" if text and fact.kind is Kind.TIME else shown


def tone(column: Column, text: str) -> str:
    """`loss` for canonical money or fractions below zero; else empty."""
    return "loss" if column.kind in (Kind.MONEY, Kind.FRACTION) and text.startswith("-") else ""


def _number(column: Column, value: Decimal) -> str:
    if column.kind is Kind.FRACTION:
        return fraction(value, LEAST_DIGITS if column.digits is None else column.digits)
    if column.kind is Kind.SECONDS:
        return duration(float(value))
    if column.kind is Kind.INTEGER:
        return number(value, 0)
    digits = column.digits
    if digits is None:
        digits = max(_own(value), LEAST_DIGITS if column.kind is Kind.MONEY else column.least)
    return number(value, digits)


def _told(text: str) -> str:
    """A text on the page; of what nobody would read there the beginning, files for machines have the rest."""
    clean = upright(text)
    return clean if len(clean) <= MOST_LETTERS else f"{clean[:MOST_LETTERS]}…"


def _own(value: Decimal) -> int:
    return max(-int(value.as_tuple().exponent), 0)


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _time(local: datetime) -> str:
    return f"{local:%Y-%m-%d %H:%M:%S}"
