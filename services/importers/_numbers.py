"""Decimals and times out of cell text; each distinct text is read once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIRT = str.maketrans(
    {
        " ": None,
        "\xa0": None,
        "\u2009": None,
        "\u202f": None,
        "'": None,
        "\u2212": "-",
        "\u2013": "-",
        "%": None,
    }
)
_NUMBER = re.compile(r"[-+]?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})([eE][-+]?\d{1,2})?")
_PLAIN = re.compile(r"-?\d{1,18}(\.\d{1,18})?")
_COMMA_DECIMAL = re.compile(r"[-\u2212]?\d[\d .]*,\d{1,8}")
_DOT_DECIMAL = re.compile(r"[-\u2212]?\d[\d ,]*\.\d{1,8}")
_TIME = re.compile(r"(\d{4})[./-](\d\d)[./-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?")
FIRST_YEAR, LAST_YEAR = 1970, 2099
_GROUP = 3
_MAX_EXPONENT = 14


def is_time(text: str) -> bool:
    """Whether *text* starts like a report's time."""
    return len(text) >= 16 and text[13] == ":" and text[:4].isdecimal() and text[4] in "./-"  # noqa: PLR2004


def has_decimal_comma(texts: Iterable[str]) -> bool:
    """Whether the numbers among *texts* are written with a decimal comma."""
    commas = dots = 0
    for text in texts:
        commas += _COMMA_DECIMAL.fullmatch(text) is not None
        dots += _DOT_DECIMAL.fullmatch(text) is not None
    return commas > dots


class Decimals(dict[str, Decimal]):
    """Decimals by their text; an empty cell is zero, anything else that is no number raises ValueError.

    >>> Decimals()["-10 000.50"], Decimals(decimal_comma=True)["4.577,86"]
    (Decimal('-10000.50'), Decimal('4577.86'))
    """

    def __init__(self, *, decimal_comma: bool = False) -> None:
        super().__init__({"": Decimal(0)})
        self._comma = decimal_comma

    def __missing__(self, text: str) -> Decimal:
        clean = text.replace(" ", "")
        if self._comma or _PLAIN.fullmatch(clean) is None:
            clean = self._with_point(text.translate(_DIRT))
        if _NUMBER.fullmatch(clean) is None:
            raise ValueError(f"{text[:40]!r} is not a number")
        value = Decimal(clean)
        if value.adjusted() > _MAX_EXPONENT:
            raise ValueError(f"{text[:40]!r} is beyond any price or sum")
        self[text] = value
        return value

    def _with_point(self, text: str) -> str:
        comma, dot = text.rfind(","), text.rfind(".")
        if comma >= 0 and dot >= 0:
            group, point = (".", ",") if comma > dot else (",", ".")
            return text.replace(group, "").replace(point, ".")
        if comma >= 0:
            is_group = text.count(",") > 1 or (not self._comma and _is_group(text, comma))
            return text.replace(",", "" if is_group else ".")
        if dot >= 0 and (text.count(".") > 1 or (self._comma and _is_group(text, dot))):
            return text.replace(".", "")
        return text


def _is_group(text: str, mark: int) -> bool:
    return len(text) - mark - 1 == _GROUP and text[:mark].lstrip("-+") not in ("", "0")


class Times(dict[str, datetime]):
    """Naive times by their text, `YYYY.MM.DD HH:MM[:SS]`; anything else raises ValueError.

    So does a year in which nobody traded on such a server: days are counted from the first to the last.

    >>> Times()["2026.03.03 18:52:01"]
    datetime.datetime(2026, 3, 3, 18, 52, 1)
    """

    def __missing__(self, text: str) -> datetime:
        found = _TIME.fullmatch(text)
        if found is None:
            raise ValueError(f"{text[:40]!r} is not a time")
        if not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise ValueError(f"{text[:40]!r} is not between the years {FIRST_YEAR} and {LAST_YEAR}")
        if found[7] is None and found[6] is not None:
            moment = datetime.fromisoformat(f"{text[:4]}-{text[5:7]}-{text[8:]}")
            self[text] = moment
            return moment
        year, month, day, hour, minute, second, fraction = found.groups(default="0")
        micro = int(fraction.ljust(6, "0"))
        value = datetime(  # noqa: DTZ001 - the server's wall clock
            int(year), int(month), int(day), int(hour), int(minute), int(second), micro
        )
        self[text] = value
        return value


def as_utc(moment: datetime) -> datetime:
    """*moment* of the server's clock as if that were UTC."""
    return moment.replace(tzinfo=UTC)
