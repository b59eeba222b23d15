"""Days on which trades settle, held to published calendars of the New York Stock Exchange."""

from __future__ import annotations

from datetime import date

import pytest

from services.tax.market_days import holidays, is_open, settlement

NYSE = {
    2021: "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24",
    2022: "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26",
    2023: "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25",
    2024: "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
    2025: "01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
    2026: "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
}
BANKS = {2021: "10-11 11-11", 2022: "10-10 11-11", 2023: "10-09", 2024: "10-14 11-11", 2025: "10-13 11-11"}


@pytest.mark.parametrize("year", NYSE)
def test_the_holidays_of_a_year_are_those_of_exchanges_and_banks(year: int) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in NYSE[year].split()}
    banks = {date.fromisoformat(f"{year}-{day}") for day in BANKS.get(year, "").split()}
    if year in BANKS:
        assert {day for day in holidays(year) if day.weekday() < 5} == expected | banks
    assert expected <= holidays(year)


@pytest.mark.parametrize(
    ("traded", "settles"),
    [
        ("2025-12-31", "2026-01-02"),
        ("2024-05-28", "2024-05-29"),
        ("2024-05-24", "2024-05-29"),
        ("2017-09-05", "2017-09-07"),
        ("2017-09-01", "2017-09-07"),
        ("2021-12-31", "2022-01-04"),
        ("2025-01-08", "2025-01-10"),
    ],
)
def test_shares_settle_as_the_rule_of_their_day_says(traded: str, settles: str) -> None:
    assert settlement(date.fromisoformat(traded)) == date.fromisoformat(settles)


def test_options_settle_on_the_next_business_day_in_any_year() -> None:
    assert settlement(date(2015, 12, 31), 1) == date(2016, 1, 4)
    assert not is_open(date(2012, 10, 29))
