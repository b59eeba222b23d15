"""One account worked by hand: what a deposit, a withdrawal and an open loss do to its figures, and do not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.equity import Snapshots
from services.calc.period import as_datetime64
from services.calc.record import TrackRecord
from services.calc.round_trips import round_trips
from services.measure import Measurements, measure
from services.metrics import MT5, NET
from tests.making import START, flow, round_trip
from tests.metrics.test_every_metric import ACCOUNT, EVERYTHING

if TYPE_CHECKING:
    from services.model import Deal

FLOATING_DAY = 20
TRADES = {10: 200, 25: 50, 40: 174, 50: 300, 60: 400, 70: -100, 80: 300, 90: -100}
FLOWS = {0: 10_000, 45: 10_000, 75: -8_000}
BALANCES = {
    0: 10_000,
    10: 10_200,
    20: 10_200,
    25: 10_250,
    40: 10_424,
    45: 20_424,
    50: 20_724,
    60: 21_124,
    70: 21_024,
    75: 13_024,
    80: 13_324,
    90: 13_224,
}
FIRST, SECOND, THIRD = 10_424 / 10_000, 21_024 / 20_424, 13_224 / 13_024


def worked_record() -> TrackRecord:
    """10,000 paid in, 10,000 more on day 45, 8,000 out on day 75; a position stands at -3,000 on day 20."""
    deals: list[Deal] = [
        flow(day + 1, amount, time=START + timedelta(days=day)) for day, amount in FLOWS.items()
    ]
    for day, result in TRADES.items():
        opened = START + timedelta(days=day - 6 if day == 25 else day, hours=-2)
        deals += round_trip(1_000 + 2 * day, result, opened=opened, closed=START + timedelta(days=day))
    deals.sort(key=lambda deal: (deal.time, deal.ticket))
    balance = np.array(list(BALANCES.values()), dtype=np.float64)
    equity = np.where(np.array(list(BALANCES)) == FLOATING_DAY, 7_200.0, balance)
    times = np.array([as_datetime64(START + timedelta(days=day)) for day in BALANCES], dtype="datetime64[us]")
    closed = round_trips(deals, digits=2).closed
    return TrackRecord.of(ACCOUNT, tuple(deals), closed, (), (), None, Snapshots(times, balance, equity))


@pytest.fixture(scope="module")
def worked() -> Measurements:
    return measure(worked_record(), EVERYTHING, zone="UTC", basis=NET)


def test_the_return_is_the_product_of_the_parts_between_the_flows(worked: Measurements) -> None:
    assert worked.number("net_profit") == 1_224
    assert worked.number("total_return_twr") == pytest.approx(FIRST * SECOND * THIRD - 1)
    assert worked.number("total_return_twr") == pytest.approx(0.0895, abs=0.0001)


def test_the_end_over_the_start_would_have_said_a_third(worked: Measurements) -> None:
    assert worked.number("balance") / 10_000 - 1 == pytest.approx(0.3224)
    assert worked.number("net_flows") == 12_000
    assert worked.number("simple_return") == pytest.approx(0.1224)


def test_the_drawdown_holds_the_open_loss(worked: Measurements) -> None:
    assert worked.number("max_drawdown") == pytest.approx(3_000 / 10_200)
    assert worked.number("max_drawdown_money") == pytest.approx(3_000)
    assert worked.number("max_balance_drawdown") == pytest.approx(100 / 13_324)
    assert worked.number("hidden_risk_gap") == pytest.approx(3_000 / 10_200 - 100 / 13_324)


def test_the_table_of_drawdowns_has_the_open_loss_first(worked: Measurements) -> None:
    deepest, *others = worked.drawdowns()
    day = np.timedelta64(1, "D")
    start = as_datetime64(START)
    assert deepest.start == start + 10 * day
    assert deepest.valley == start + 20 * day
    assert deepest.end == start + 25 * day
    assert (deepest.depth, deepest.money) == (pytest.approx(3_000 / 10_200), 3_000)
    assert (deepest.days, deepest.recovery_days) == (15, 5)
    assert [(fall.money, fall.is_open) for fall in others] == [(100, True), (100, False)]


def test_the_money_weighted_return_explains_the_end_from_every_flow(worked: Measurements) -> None:
    growth = 1 + worked.number("money_weighted_return")
    end = 10_000 * growth + 10_000 * growth ** (45 / 90) - 8_000 * growth ** (15 / 90)
    assert end == pytest.approx(13_224)
    assert 0.05 < growth - 1 < 0.12


def test_the_balance_alone_is_what_metatrader_sees() -> None:
    mt5 = measure(worked_record(), EVERYTHING, zone="UTC", basis=MT5)
    assert mt5.number("net_profit") == 1_224
    assert mt5.number("max_balance_drawdown_money") == 100
    assert (
        not mt5.named("max_drawdown").is_defined
        if "max_drawdown" in {v.metric.name for v in mt5.values()}
        else True
    )


def test_time_with_a_position_is_counted_once(worked: Measurements) -> None:
    hours = 7 * 2 + 6 * 24 + 2
    assert worked.number("exposure_time") == pytest.approx(hours / (90 * 24))


def test_last_day_week_and_month_begin_where_the_calendar_says(worked: Measurements) -> None:
    # day 90 is Sunday, 5 April 2026; day 80 is Thursday, 26 March
    assert worked.number("today_pnl") == -100
    assert worked.number("week_pnl") == -100
    assert worked.number("month_pnl") == -100
    assert worked.number("year_pnl") == 1_224
