"""How long property was held: the calendar's answer, not a number of days."""

from __future__ import annotations

from datetime import date, timedelta

SHORT, LONG = "I", "II"
SHORTEST_YEAR, LONGEST_YEAR = 365, 367


def first_long_term_day(held_from: date) -> date:
    """The first day on which a sale is long-term: a year after the day that follows the purchase.

    >>> first_long_term_day(date(2024, 3, 15)), first_long_term_day(date(2023, 2, 28))
    (datetime.date(2025, 3, 16), datetime.date(2024, 3, 1))
    """
    start = held_from + timedelta(days=1)
    if (start.month, start.day) == (2, 29):
        return date(start.year + 1, 3, 1)
    return start.replace(year=start.year + 1)


def is_long_term(held_from: date, sold: date) -> bool:
    """Whether property was held for more than a year, counted from the day after the purchase."""
    days = (sold - held_from).days
    if days < SHORTEST_YEAR or days > LONGEST_YEAR:
        return days > LONGEST_YEAR
    return sold >= first_long_term_day(held_from)


def part_of(held_from: date, sold: date) -> str:
    """The part of the form: I for short-term, II for long-term."""
    return LONG if is_long_term(held_from, sold) else SHORT
