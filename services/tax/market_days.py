"""Days on which trades in the United States settle: no weekend, no holiday of exchanges or banks."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6
CYCLES = ((date.min, 5), (date(1995, 6, 7), 3), (date(2017, 9, 5), 2), (date(2024, 5, 28), 1))
CLOSED = frozenset(
    (
        *(date(2001, 9, day) for day in (11, 12, 13, 14)),  # attacks on New York
        date(2004, 6, 11),  # mourning for presidents, and a hurricane in 2012
        date(2007, 1, 2),
        date(2012, 10, 29),
        date(2012, 10, 30),
        date(2018, 12, 5),
        date(2025, 1, 9),
    )
)


@cache
def settlement(traded: date, days: int | None = None) -> date:
    """The day a trade settles; *days* after it, by default as many as the rule of that day says for shares.

    >>> settlement(date(2025, 12, 31)), settlement(date(2024, 5, 24)), settlement(date(2017, 9, 1))
    (datetime.date(2026, 1, 2), datetime.date(2024, 5, 29), datetime.date(2017, 9, 7))
    """
    left = cycle(traded) if days is None else days
    found = traded
    while left:
        found += ONE_DAY
        left -= is_open(found)
    return found


def cycle(traded: date) -> int:
    """How many business days after the trade shares settle."""
    return CYCLES[bisect_right([first for first, _ in CYCLES], traded) - 1][1]


def is_open(day: date) -> bool:
    """Whether trades settle on a day."""
    return day.weekday() < SATURDAY and day not in holidays(day.year) and day not in CLOSED


@cache
def holidays(year: int) -> frozenset[date]:
    """The holidays of a year on which exchanges or banks are closed.

    A holiday of exchanges that falls on a Saturday is the Friday before, but New Year's is then not kept.
    """
    easter = _easter(year)
    found = {
        _nth(year, 1, MONDAY, 3),  # Martin Luther King
        _nth(year, 2, MONDAY, 3),  # Washington
        easter - 2 * ONE_DAY,  # Good Friday
        _last_monday_of_may(year),
        _observed(date(year, 7, 4)),
        _nth(year, 9, MONDAY, 1),  # Labor Day
        _nth(year, 10, MONDAY, 2),  # Columbus, of banks
        _of_banks(date(year, 11, 11)),  # Veterans, of banks
        _nth(year, 11, THURSDAY, 4),  # Thanksgiving
        _observed(date(year, 12, 25)),
    }
    if date(year, 1, 1).weekday() != SATURDAY:
        found.add(_observed(date(year, 1, 1)))
    if year >= 2022:  # noqa: PLR2004 - the first Juneteenth that exchanges kept
        found.add(_observed(date(year, 6, 19)))
    return frozenset(found)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    if day.weekday() == SATURDAY:
        return day - ONE_DAY
    return day + ONE_DAY if day.weekday() == SUNDAY else day


def _of_banks(day: date) -> date:
    """Banks move a Sunday's holiday to Monday and keep none for a Saturday's."""
    return day + ONE_DAY if day.weekday() == SUNDAY else day


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, 1991)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, remainder = divmod(rest, 4)
    week = (32 + 2 * left + 2 * quarter - moon - remainder) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
