"""Cells that no spreadsheet executes: text is made harmless, numbers are never touched."""

from __future__ import annotations

import re
from decimal import Decimal

FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", *FULL_WIDTH)


def harmless(text: str) -> str:
    """*text* without control characters, and with a leading apostrophe where a spreadsheet would calculate.

    >>> harmless("=1+1"), harmless("  @SUM(A1)"), harmless("EURUSD")
    ("'=1+1", "'  @SUM(A1)", 'EURUSD')
    """
    clean = _CONTROL.sub("", text)
    if text.startswith(_DANGEROUS) or clean.lstrip(" \u00a0").startswith(_DANGEROUS):
        return "'" + clean
    return clean


def plain(number: object) -> str:
    """A number as text without exponent or grouping; what is unknown is empty."""
    if number is None or number != number:  # noqa: PLR0124 - NaN is the one value unequal to itself
        return ""
    if isinstance(number, Decimal):
        return f"{number:f}"
    return str(number)
