"""Which accounts can be compared, and on which days."""

from __future__ import annotations

import numpy as np

from services.comparison.field import Field, field_of
from tests.comparison.fields import MONDAY, entrant

STEPS = np.full(100, 0.001)


def test_the_days_are_those_all_have() -> None:
    found = field_of(
        [entrant("a", STEPS), entrant("b", STEPS[:80], first=MONDAY + 10), entrant("c", STEPS[:90])]
    )
    assert found.keys == ("a", "b", "c")
    assert (found.day[0], found.day[-1]) == (MONDAY + 10, MONDAY + 89)
    assert found.returns.shape == (80, 3)
    assert found.left_out == {}


def test_who_came_too_late_does_not_cut_the_others_short() -> None:
    found = field_of(
        [entrant("a", STEPS), entrant("b", STEPS), entrant("late", STEPS[:5], first=MONDAY + 95)]
    )
    assert found.keys == ("a", "b")
    assert found.day.size == 100
    assert "known from 2025-04-11" in found.left_out["late"]


def test_an_account_without_days_or_without_capital_is_left_out_with_its_reason() -> None:
    ruined = STEPS.copy()
    ruined[50:] = np.nan
    found = field_of([entrant("a", STEPS), entrant("empty", STEPS[:0]), entrant("ruined", ruined)])
    assert found.keys == ("a",)
    assert found.left_out["empty"] == "Nothing was recorded in the period."
    assert "not positive" in found.left_out["ruined"]


def test_nobody_is_a_field_without_days() -> None:
    found: Field[str] = field_of([])
    assert found.keys == ()
    assert found.day.size == 0


def test_weekends_are_days_only_where_somebody_trades_on_them() -> None:
    working = np.is_busday(MONDAY + np.arange(14))
    days = (MONDAY + np.arange(14))[working]
    one = entrant("a", STEPS[:14])
    weekdays = type(one)(
        "b", type(one.days)(days, STEPS[: days.size], STEPS[: days.size], 252), one.trade_day, one.trade_net
    )
    assert field_of([weekdays]).day.size == 10
    assert field_of([weekdays]).per_year == 252
    both = field_of([weekdays, one])
    assert both.day.size == 12, "both are known until Friday"
    assert both.per_year == 365
    assert (both.returns[~working[:12], 0] == 0).all()


def test_results_stay_whole_when_a_trade_closes_on_a_day_without_a_return() -> None:
    days = (MONDAY + np.arange(12))[np.is_busday(MONDAY + np.arange(12))]
    one = entrant("a", STEPS[:12])
    weekdays = type(one)(
        "a", type(one.days)(days, STEPS[: days.size], STEPS[: days.size], 252), one.trade_day, one.trade_net
    )
    found = field_of([weekdays])
    assert found.trades[0] == 12
    assert found.gross_profit.sum() == one.trade_net.sum()
