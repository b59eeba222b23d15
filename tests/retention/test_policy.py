"""The policy touches whole closed months behind the horizon, and trades only when somebody says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import SettingsError
from services.retention.policy import cutoff, end_of, joined_months, month_of, rules, start_of
from services.settings import load

TIMES = st.integers(10**9, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(TIMES, st.integers(1, 4000))
def test_every_instant_before_the_cutoff_is_older_than_the_horizon(now: datetime, days: int) -> None:
    found = cutoff(now, days)
    assert found <= now - timedelta(days=days)
    assert found == start_of(found.date())
    assert end_of(found.date()) > now - timedelta(days=days)


@given(TIMES)
def test_an_instant_lies_in_its_month(time: datetime) -> None:
    month = month_of(time)
    assert start_of(month) <= time < end_of(month)


@given(st.sets(TIMES.map(month_of), max_size=20))
def test_joined_months_are_those_months_and_never_touch(months: set[date]) -> None:
    found = joined_months(months)
    covered = {month for month in months for start, end in found if start <= start_of(month) < end}
    assert covered == months
    assert all(first[1] < second[0] for first, second in pairwise(found))
    assert sum((end - start for start, end in found), timedelta()) == sum(
        (end_of(month) - start_of(month) for month in months), timedelta()
    )


def test_deals_and_trades_are_copied_and_stay_unless_somebody_sets_when_they_leave() -> None:
    found = {rule.table: rule for rule in rules(load({}))}
    assert [found[name].purge_days for name in ("deals", "trade_performance")] == [None, None]
    set_ = {rule.table: rule for rule in rules(load({"RETENTION_PURGE_TRADE_DAYS": "3000"}))}
    assert [set_[name].purge_days for name in ("deals", "trade_performance")] == [3000, 3000]


def test_trades_cannot_be_set_to_leave_within_seven_years() -> None:
    with pytest.raises(SettingsError, match="RETENTION_PURGE_TRADE_DAYS"):
        load({"RETENTION_PURGE_TRADE_DAYS": "2554"})


def test_fine_rows_leave_only_for_a_coarser_summary() -> None:
    found = {rule.table: rule.replaced_by for rule in rules(load({}))}
    assert found["performance_snapshots"] == "performance_15m"
    assert found["performance_15m"] == "performance_1h"
    assert found["performance_1h"] == "performance_1d"
