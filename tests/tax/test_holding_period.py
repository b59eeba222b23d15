from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest

from services.tax.holding_period import is_long_term, part_of

PAIRS = [
    ("2024-03-15", "2025-03-15", "I"),
    ("2024-03-15", "2025-03-16", "II"),
    ("2023-03-01", "2024-03-01", "I"),
    ("2023-02-28", "2024-02-29", "I"),
    ("2023-02-28", "2024-03-01", "II"),
    ("2024-02-28", "2025-02-28", "I"),
    ("2024-02-29", "2025-03-01", "II"),
    ("2012-11-30", "2013-12-01", "II"),
    ("2024-12-31", "2026-01-01", "II"),
]


@pytest.mark.parametrize(("acquired", "sold", "part"), PAIRS)
def test_the_published_pairs(acquired: str, sold: str, part: str) -> None:
    assert part_of(date.fromisoformat(acquired), date.fromisoformat(sold)) == part


def _is_more_than_a_year_by_the_calendar(acquired: date, sold: date) -> bool:
    """An oracle of its own: a year ends on the same day of the month, from its last day on the last day."""
    year, month, day = acquired.year + 1, acquired.month, acquired.day
    if day == calendar.monthrange(acquired.year, month)[1]:
        day = calendar.monthrange(year, month)[1]
    return sold > date(year, month, day)


def test_all_4384_pairs_agree_with_the_calendar() -> None:
    first, wrong, count = date(2020, 1, 1), [], 0
    while first <= date(2025, 12, 31):
        for days in (365, 366):
            sold = first + timedelta(days=days)
            count += 1
            if is_long_term(first, sold) is not _is_more_than_a_year_by_the_calendar(first, sold):
                wrong.append((first, sold))
        first += timedelta(days=1)
    assert (count, wrong) == (4384, [])


def test_the_errors_of_others_are_as_many_as_they_were_measured() -> None:
    """A fixed number of days is wrong for hundreds of pairs, and this is how many."""
    first, wrong = date(2020, 1, 1), [0, 0, 0]
    for offset in range(2192):
        for days in (365, 366):
            acquired = first + timedelta(days=offset)
            right = is_long_term(acquired, acquired + timedelta(days=days))
            for number, answer in enumerate((days > 365, days >= 365, days > 366)):
                wrong[number] += answer is not right
    assert wrong == [425, 2617, 1767]
