"""The calendar page: drilled by its address, its sums those of the metrics, its days those of the trades."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dashboard.calendar_query import CalendarQuery, calendar_href
from dashboard.query import Query
from dashboard.scope import scope_of
from services.calc.period import Period
from services.calendars import period_of
from services.comparison.calendar import View, stretch_of
from tests.components.reading import looks, named, words
from tests.pages.files import buttons, document_of, rows_of, table_of

if TYPE_CHECKING:
    from types import ModuleType

    from services.container import Services

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def page(demo: Services) -> ModuleType:
    from pages import calendar  # noqa: PLC0415 - after the application

    return calendar


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"view": "year", "day": "2026-03-05"}, "2026-01-01"),
        ({"view": "week", "day": "2026-03-05"}, "2026-03-02"),
        ({"day": "2026-03-05"}, "2026-03-01"),
        ({}, "2026-10-01"),
        ({"view": "day"}, "2026-10-09"),
        ({"view": "century", "day": "2026-02-30"}, "2026-10-01"),
        ({"day": "0001-01-01"}, "2026-10-01"),
        ({"view": ["a"], "day": None}, "2026-10-01"),
        ({"view": "week", "day": "2026-03-05", "period": "1d"}, "2026-11-23"),
        ({"period": "1w"}, "2026-11-23"),
        ({"period": "1m"}, "2026-11-01"),
        ({"period": "ytd"}, "2026-01-01"),
        ({"period": "2026-03-02..2026-03-04"}, "2026-03-02"),
        ({"period": "2026-03-02..2026-03-20"}, "2026-03-01"),
        ({"period": "2026-03-05..2026-03-05"}, "2026-03-05"),
        ({"period": "..2026-03-05"}, "2026-01-01"),
    ],
)
def test_an_address_names_its_days(values: dict[str, object], found: str) -> None:
    query = Query.read(values)
    period = Period.parse(query.period, zone="UTC", now=NOW)
    stretch = CalendarQuery.read(values).stretch(query, period, "UTC", date(2026, 10, 9))
    assert stretch.first.isoformat() == found


def test_an_address_is_read_back_as_it_was_written() -> None:
    stretch = stretch_of(View.WEEK, date(2026, 3, 5))
    address = calendar_href(Query(zone="UTC", period="1w"), stretch)
    assert address == "/calendar?zone=UTC&view=week&day=2026-03-02"


@pytest.mark.parametrize("view", list(View))
def test_every_view_is_drawn_and_leads_on(page: ModuleType, view: View) -> None:
    shown = page.layout(view=view.value, day="2026-03-05")
    assert "calendar-page" in looks(shown)
    links = named(shown, "A")
    assert {"prev", "next"} <= {getattr(link, "rel", None) for link in links}
    current = [link.children for link in links if getattr(link, "aria-current", None) == "true"]
    assert current == [view.value.capitalize()]
    assert "New York + 7 h days" in words(shown)


def test_a_day_lists_its_trades_and_leads_to_them(page: ModuleType, demo: Services) -> None:
    day = demo.calendars.last_day([])
    assert day is not None
    shown = page.layout(view="day", day=day.isoformat(), currency="EUR")
    link = f"/trades?period={day}..{day}&currency=EUR"
    assert link in [item.href for item in named(shown, "A")]
    rows = demo.performance.trades([], Query.of_address(link.partition("?")[2]).stretch("NY+7"))
    (table,) = named(shown, "Tbody")
    assert len(table.children) == len(rows) > 0


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("zone", [None, "America/New_York", "Pacific/Kiritimati"])
def test_its_sums_are_those_of_the_metrics(demo: Services, view: View, zone: str | None) -> None:
    for account in demo.performance.accounts():
        last = demo.calendars.last_day([account.id], zone)
        assert last is not None
        answer = demo.calendars.calendar(stretch_of(view, last), [account.id], None, zone)
        period = period_of(answer.stretch, answer.terms.zone)
        values = {item.metric.name: item for item in demo.performance.metrics(account.id, period, zone=zone)}
        assert answer.span.tally.net == round(
            Decimal(repr(values["net_profit"].value)), account.currency_digits
        )
        assert answer.span.tally.trades == values["total_trades"].value
        assert answer.span.tally.win_rate == pytest.approx(values["win_rate"].value)
        assert answer.span.tally.period_return == pytest.approx(values["total_return_twr"].value, abs=1e-9)


def test_several_accounts_are_summed_as_the_overview_sums_them(demo: Services) -> None:
    answer = demo.calendars.calendar(stretch_of(View.MONTH, date(2026, 6, 1)), [], "USD", "UTC")
    shown = demo.performance.overview(answer.period, "USD", "UTC").figures
    assert answer.span.tally.net == round(Decimal(repr(shown[0].value)), 2)
    assert answer.span.tally.period_return == pytest.approx(shown[1].value)


def test_without_a_rate_days_are_counted_and_the_reason_told(page: ModuleType) -> None:
    shown = words(page.layout(currency="CHF"))
    assert "no EUR or JPY or USD to CHF rate" in shown


def test_a_day_without_trades_says_so(page: ModuleType) -> None:
    assert "No trade was closed on this day." in words(page.layout(view="day", day="2001-01-01"))


SHOWN = ({"view": "month"}, {"view": "week", "zone": "Asia/Tokyo"}, {"period": "1m"})


@pytest.mark.parametrize("values", SHOWN)
def test_the_file_of_the_days_holds_what_is_shown(page: ModuleType, values: dict[str, str]) -> None:
    query, chosen = Query.read(values), CalendarQuery.read(values)
    answer = page.ask(scope_of(query), query, chosen)
    made = buttons(page.layout(**values))
    (address,) = (made[name].href for name in made if name.endswith("by day as CSV"))
    table, rows = table_of(address), rows_of(address)
    assert [row["day"] for row in rows] == [day.day for day in answer.span.days]
    assert [row["net_profit"] for row in rows] == [day.tally.net for day in answer.span.days]
    assert table.totals is not None
    assert table.totals[1] == answer.span.tally.net == sum(row["net_profit"] for row in rows)


def test_weeks_and_months_add_up_to_the_whole(page: ModuleType) -> None:
    menu = buttons(page.layout(view="year", day="2026-03-05"))
    (address,) = (part.href for part in menu.values() if "format=zip" in part.href)
    tables = {table.name: table for table in document_of(address).tables}
    sums = {name: table.totals[-5] for name, table in tables.items() if table.totals is not None}
    assert len(set(sums.values())) == 1
    for name, table in tables.items():
        assert sum(row[-5] for row in table.rows) == sums[name]  # type: ignore[misc]


def test_the_trades_of_a_day_are_a_file(page: ModuleType, demo: Services) -> None:
    day = demo.calendars.last_day([])
    assert day is not None
    shown = page.layout(view="day", day=day.isoformat())
    (address,) = (part.href for name, part in buttons(shown).items() if name.startswith("Trades of "))
    assert table_of(address).size == len(named(shown, "Tbody")[0].children)
