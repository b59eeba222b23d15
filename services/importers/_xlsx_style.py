"""Which number formats of a workbook are dates, and the dates behind the numbers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_BUILT_IN = frozenset(str(n) for n in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile("[dyhs]|m", re.IGNORECASE)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's clock has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2_958_466.0


def date_styles(used: list[str], formats: dict[str, str]) -> frozenset[str]:
    """Indexes of the cell styles that show a date; *used* are their formats, *formats* the workbook's own."""
    found = set()
    for index, identifier in enumerate(used):
        code = formats.get(identifier)
        is_date = (
            identifier in _BUILT_IN if code is None else bool(_DATE_LETTERS.search(_LITERAL.sub("", code)))
        )
        if is_date:
            found.add(str(index))
    return frozenset(found)


def serial_text(text: str, *, is_1904: bool) -> str:
    """A day number as `YYYY.MM.DD HH:MM:SS`; text that is none stays as it is.

    >>> serial_text("45000.5", is_1904=False)
    '2023.03.15 12:00:00'
    """
    try:
        days = float(text)
    except ValueError:
        return text
    if not 0.0 <= days < _LAST_DAY:
        return text
    moment = (_EPOCH_1904 if is_1904 else _EPOCH) + timedelta(seconds=round(days * 86_400))
    return moment.strftime("%Y.%m.%d %H:%M:%S")
