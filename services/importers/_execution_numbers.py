"""Numbers of execution files: the decimal sign is what the whole file agrees on."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._numbers import Decimals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

COLUMNS = ("quantity", "price", "commission", "fee", "multiplier")
_NEEDED = ("quantity", "price")
_BRACKETS = re.compile(r"\((.+)\)")
_UNITS = re.compile(r"^[$€£¥]|[$€£¥]$| ?[A-Z]{3}$")
_SURE = re.compile(r"[-+]?[\d.,' ]*([.,])\d*")
_GROUP_DIGITS = 3


def read_numbers(
    lines: list[int], columns: dict[str, list[str]], optional: Mapping[str, Collection[int]]
) -> dict[str, list[Decimal]]:
    """The numeric columns; absent ones are zeros. Raises UnreadableFileError naming line and column.

    *optional* are the places at which a needed column may be empty.
    """
    texts = {name: [_bare(text) for text in columns.get(name, [])] for name in COLUMNS}
    decimals = Decimals(decimal_comma=_has_comma(text for column in texts.values() for text in column))
    found: dict[str, list[Decimal]] = {}
    for name, column in texts.items():
        values = [Decimal(0)] * len(lines)
        for index, text in enumerate(column):
            if not text and name in _NEEDED and index not in optional[name]:
                raise UnreadableFileError(f"Line {lines[index]}, column {name}: there is no number.")
            try:
                values[index] = decimals[text]
            except ValueError as error:
                raise UnreadableFileError(f"Line {lines[index]}, column {name}: {error}.") from error
        found[name] = values
    return found


def _bare(text: str) -> str:
    clean = _UNITS.sub("", text.replace("\u2212", "-")).strip()
    negative = _BRACKETS.fullmatch(clean)
    if negative:
        return "-" + _UNITS.sub("", negative[1])
    if clean[:1] in "+-" and clean[1:2] in ("$", "€", "£", "¥"):
        return clean[0] + clean[2:]
    return clean


def _has_comma(texts: Iterable[str]) -> bool:
    commas = dots = False
    unsure = ""
    for text in texts:
        sign = _decimal_sign(text)
        commas, dots = commas or sign == ",", dots or sign == "."
        if sign == "?":
            unsure = text
    if commas and dots:
        raise UnreadableFileError(
            "The file writes some numbers with a decimal comma and some with a decimal point."
        )
    if unsure and not commas and not dots:
        raise UnreadableFileError(
            f"The number {unsure!r} may have a decimal comma or thousands; write it with a decimal point."
        )
    return commas


def _decimal_sign(text: str) -> str:
    """The decimal sign in *text*, `?` when a comma may be one, empty when it shows none."""
    found = _SURE.fullmatch(text)
    if found is None:
        return ""
    sign = found[1]
    before, _, after = text.rpartition(sign)
    other = "," if sign == "." else "."
    if sign in before:
        return other if other in before else ""
    if other in before or len(after) != _GROUP_DIGITS or before.lstrip("+-") in ("", "0"):
        return sign
    return "?" if sign == "," else ""
