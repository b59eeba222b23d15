"""Cells as text: one canonical spelling of each value, which no spreadsheet executes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.money import round_money
from services.exports._kind import Kind

if TYPE_CHECKING:
    from services.exports._document import Column

FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"[\t\r\n]+")
_CUTS = re.compile(rf"([,;|]\s*)(?=[-=+@{FULL_WIDTH}])")
_DANGEROUS = ("=", "+", "-", "@", *FULL_WIDTH)


def harmless(text: str) -> str:
    """*text* as a line without control characters, led by an apostrophe where a spreadsheet would calculate.

    >>> harmless("=1+1"), harmless("  @SUM(A1)"), harmless("EURUSD")
    ("'=1+1", "'  @SUM(A1)", 'EURUSD')
    """
    clean = one_line(text)
    return f"'{clean}" if clean.lstrip(" \u00a0").startswith(_DANGEROUS) else clean


def remark(text: str) -> str:
    """*text* as a line beside the rows of a CSV: wherever a spreadsheet cuts it, no part calculates.

    >>> remark('symbols A"B,=1+1; @SUM(A1) and C')
    "symbols A'B,'=1+1; '@SUM(A1) and C"
    """
    return _CUTS.sub(r"\1'", one_line(text).replace('"', "'"))


def one_line(text: str) -> str:
    """*text* without line breaks and control characters."""
    return _BREAKS.sub(" ", printable(text))


def upright(text: str) -> str:
    """*text* as people see it: printable, and nothing in it turns the direction of what stands beside it."""
    return _TURNS.sub("", printable(text))


def printable(text: str) -> str:
    """*text* without the characters that XML and printers refuse."""
    return _CONTROL.sub("", text)


def cell_text(column: Column, value: object) -> str:
    """A value in the one spelling that every format starts from; what is unknown is empty.

    Numbers have a point and neither exponent nor grouping, times are ISO 8601 in UTC, text is as it is.
    A text in a column of numbers or times has that spelling already.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if column.kind is Kind.TEXT:
        return str(value)
    if isinstance(value, datetime):
        return _instant(value, column.kind)
    if isinstance(value, date):
        return value.isoformat()
    return plain(_exact(column, value))


def plain(number: object) -> str:
    """A number as text without exponent or grouping; what is no number is empty.

    Zero has no sign.

    >>> plain(Decimal("1E+3")), plain(1e-7), plain(float("nan")), plain(-0.0)
    ('1000', '0.0000001', '', '0')
    """
    if isinstance(number, Decimal):
        return signless_zero(f"{number:f}") if number.is_finite() else ""
    if number is None or number != number:  # noqa: PLR0124 - NaN is the one value unequal to itself
        return ""
    if isinstance(number, (float, np.floating)):
        return _plain_float(float(number))
    return str(number)


def _exact(column: Column, value: object) -> object:
    """A float of money as the amount that it stands for."""
    is_money = column.kind is Kind.MONEY and column.digits is not None
    if is_money and isinstance(value, (float, np.floating)) and np.isfinite(value):
        return round_money(Decimal(repr(float(value))), column.digits or 0)
    return value


def _plain_float(number: float) -> str:
    text = repr(number)
    if "inf" in text:
        return ""
    if "e" in text:
        text = f"{Decimal(text):f}"
    return signless_zero(text.removesuffix(".0"))


def signless_zero(text: str) -> str:
    """A number as text, where a zero has lost its minus."""
    return text[1:] if text.startswith("-0") and not text.strip("-0.") else text


def _instant(time: datetime, kind: Kind) -> str:
    utc = time.astimezone(UTC)
    if kind is Kind.DATE:
        return utc.date().isoformat()
    day, _, clock = utc.replace(tzinfo=None).isoformat().partition("T")
    return f"{day}T{clock.rstrip('0') if '.' in clock else clock}+00:00"
