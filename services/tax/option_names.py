"""Options as brokers write them, where a file says that a symbol is one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from services.tax.model import Right
from services.tax.symbols import OptionSymbol, option_symbol

_ROOT, _STRIKE, _RIGHT = (
    r"(?P<root>[A-Z][A-Z0-9.]{0,5})",
    r"\$?(?P<strike>\d+(?:\.\d+)?)",
    r"(?P<right>[CP])\w*",
)
_MONTH = r"(?P<month>[A-Z]{3})[A-Z]*\.?"
_WAYS = (
    re.compile(rf"{_ROOT} (?P<day>\d{{1,2}}) ?{_MONTH} ?(?P<year>\d\d(?:\d\d)?) {_STRIKE} {_RIGHT}"),
    re.compile(rf"{_ROOT} {_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}) {_STRIKE} {_RIGHT}"),
    re.compile(
        rf"{_ROOT} (?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d\d(?:\d\d)?) {_STRIKE} {_RIGHT}"
    ),
    re.compile(
        rf"-?{_ROOT}(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)(?P<right>[CP])(?P<strike>\d+(?:\.\d+)?)"
    ),
)
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_CENTURY = 2000


def named_option(symbol: str) -> OptionSymbol | None:
    """The option that a symbol names, as it is cleared or as brokers write it; None where it names none.

    >>> named_option("AAPL 16JAN26 200 C").strike, named_option("-AAPL260116P197.5").strike
    (Decimal('200'), Decimal('197.5'))
    """
    cleared = option_symbol(symbol)
    if cleared is not None:
        return cleared
    text = " ".join(symbol.upper().split())
    found = next((found for way in _WAYS if (found := way.fullmatch(text))), None)
    if found is None:
        return None
    month, year = found["month"], int(found["year"])
    if not month.isdecimal() and month not in _MONTHS:
        return None
    number = int(month) if month.isdecimal() else _MONTHS.index(month) + 1
    try:
        expiry = date(year + (_CENTURY if year < _CENTURY else 0), number, int(found["day"]))
    except ValueError:
        return None
    right = Right.CALL if found["right"] == "C" else Right.PUT
    return OptionSymbol(found["root"], expiry, right, Decimal(found["strike"]))
