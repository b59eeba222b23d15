"""The state in an address: read safely, written briefly, carried along."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from dashboard.query import Query
from dashboard.scope import days_shown

ONE, TWO = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))


def test_an_address_and_its_state_are_the_same_thing() -> None:
    query = Query((ONE, TWO), "3m", "EUR", "Europe/Berlin")
    assert Query.of_address(query.search) == query
    assert query.href("/trades").startswith("/trades?account=")


def test_a_group_stands_in_the_address_by_its_id_and_outlives_its_accounts() -> None:
    query = Query(period="3m", group=ONE)
    assert query.search == f"?group={ONE}&period=3m"
    assert Query.of_address(query.search) == query
    assert query.without_accounts() == Query(period="3m")
    assert Query.of_address("?group=x") == Query()


def test_a_groups_own_page_is_about_that_group() -> None:
    assert Query.of_place(f"/groups/{ONE}", f"?account={TWO}&period=1m") == Query(period="1m", group=ONE)
    assert Query.of_place("/groups/all", f"?group={ONE}") == Query()
    assert Query.of_place(f"/accounts/{ONE}", f"?group={TWO}") == Query((ONE,))


def test_defaults_leave_no_trace() -> None:
    assert Query().search == ""
    assert Query.of_address("?period=all") == Query()


def test_own_days_are_a_period() -> None:
    assert Query.of_address("?period=2026-01-01..2026-03-31").period == "2026-01-01..2026-03-31"


@pytest.mark.parametrize(
    "search",
    [
        "?period=never&account=1;drop&currency=<b>&zone=../../etc",
        "?period=2026-13-99..2026-01-01",
        "?period=9999-12-31..9999-12-31",
        "?account=" + "9" * 5_000,
        "?currency=usd&currency=$$$",
        "?zone=%00",
        "?a[]=1&&&=&%ff",
        "?" + "account=" * 900,
        None,
    ],
)
def test_what_is_wrong_is_left_out(search: str | None) -> None:
    assert Query.of_address(search) == Query()


def test_a_parameter_given_twice_or_as_a_list_does_no_harm() -> None:
    assert Query.read({"period": ["1m", "1y"], "account": [ONE, ONE]}) == Query((ONE,), "1m")
    assert Query.read({"period": 7, "zone": object()}) == Query()


def test_links_to_other_pages_drop_the_account() -> None:
    assert Query((ONE,), "1m").without_accounts().search == "?period=1m"


def test_an_accounts_own_page_is_about_that_account() -> None:
    named = "00000000-0000-0000-0000-000000000001"
    assert Query.of_place(f"/accounts/{named}", "?period=1m") == Query((named,), "1m")
    assert Query.of_place("/accounts/", None) == Query.of_place("/accounts", "") == Query()
    assert Query.of_place("/accounts/nobody", f"?account={named}").accounts == (named,)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("all", "all days to 4 Mar 2026"),
        ("2026-02-01..", "all days to 4 Mar 2026"),
        ("2026-02-01..2026-05-31", "all days to 31 May 2026"),
    ],
)
def test_a_period_that_is_still_open_ends_with_the_last_day_that_has_data(period: str, days: str) -> None:
    last, end = datetime(2026, 3, 4, 2, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    assert days_shown(Query(period=period), None, end, "UTC", last) == days


def test_a_period_without_data_keeps_its_own_days() -> None:
    last, start = datetime(2026, 3, 4, 2, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    shown = days_shown(Query(period="1m"), start, datetime(2026, 6, 1, tzinfo=UTC), "UTC", last)
    assert shown == "1 May – 31 May 2026"
    assert days_shown(Query(), None, datetime(2026, 6, 1, tzinfo=UTC), "UTC", None).endswith("31 May 2026")
