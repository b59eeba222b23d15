"""The laws every metric obeys, present and future: one test each over the whole registry."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from services.calc.equity import Snapshots
from services.calc.period import Period, as_datetime64
from services.calc.record import TrackRecord
from services.calc.round_trips import in_order, round_trips
from services.documents import metric_document
from services.measure import measure
from services.metrics import MT5, NET, Metric, Unit, metrics
from services.model import Account, Deal, MarginMode, TradeMode
from services.plugins import public_modules
from tests.making import START, flow, round_trip

EVERYTHING = Period(None, datetime(2030, 1, 1, tzinfo=UTC))
ACCOUNT = Account(UUID(int=1), "A", "1", "S", "C", "USD", 2, MarginMode.HEDGING, TradeMode.REAL, "UTC")
RESULTS = (30, -10, 5, -25, 40, -5, -5, 12, 60, -33, 8, 2, -1, 15, -20, 9, 11, -7, 3, 4, -6, 21, -2, 17, 5)
PAID_IN = {"deposits", "withdrawals", "highest_balance", "highest_equity"}
STANDS_ON_RETURNS = {"returns", "daily", "drawdown"}
MEANS_OVER_POINTS = {"ulcer_index", "ulcer_performance_index"}
cases = pytest.mark.parametrize(
    ("metric", "basis"),
    [(metric, basis) for metric in metrics() for basis in metric.bases],
    ids=lambda value: getattr(value, "name", value),
)


def trading_deals(scale: int = 1, results: tuple[float, ...] = RESULTS) -> list[Deal]:
    deals = [flow(1, 10_000 * scale, time=START)]
    for number, result in enumerate(results):
        opened = START + timedelta(days=number, hours=2)
        deals += round_trip(
            10 + 2 * number,
            result * scale,
            commission=-0.5 * scale,
            opened=opened,
            closed=opened + timedelta(hours=5),
        )
    return deals


def record_of(deals: list[Deal]) -> TrackRecord:
    """A record whose equity is known at every deal and is its balance."""
    ordered = in_order(deals)
    balance = np.cumsum([float(deal.cash) for deal in ordered])
    time = np.array([as_datetime64(deal.time) for deal in ordered], dtype="datetime64[us]")
    trips = round_trips(deals, digits=2)
    return TrackRecord.of(
        ACCOUNT, tuple(ordered), trips.closed, (), (), None, Snapshots(time, balance, balance)
    )


def value_of(metric: Metric, basis: str, deals: list[Deal]) -> float:
    return measure(record_of(deals), EVERYTHING, zone="UTC", basis=basis).value(metric).value


@cases
def test_is_undefined_or_zero_on_an_empty_record_and_says_why(metric: Metric, basis: str) -> None:
    empty = TrackRecord.of(
        ACCOUNT,
        (),
        (),
        (),
        (),
        None,
        Snapshots(np.array([], dtype="datetime64[us]"), np.zeros(0), np.zeros(0)),
    )
    value = measure(empty, EVERYTHING, zone="UTC", basis=basis).value(metric)
    assert math.isnan(value.value) or value.value == 0
    assert bool(value.reason) is math.isnan(value.value)


@cases
def test_is_finite_or_nan_on_ordinary_and_on_one_sided_records(metric: Metric, basis: str) -> None:
    for results in (RESULTS, (5.0, 5.0, 5.0), (-5.0, -5.0), (0.0,)):
        assert not math.isinf(value_of(metric, basis, trading_deals(results=results)))


@cases
def test_does_not_depend_on_the_order_of_the_file(metric: Metric, basis: str) -> None:
    deals = trading_deals()
    shuffled = list(deals)
    random.Random(3).shuffle(shuffled)
    assert value_of(metric, basis, shuffled) == pytest.approx(value_of(metric, basis, deals), nan_ok=True)


@cases
def test_does_not_change_when_money_is_counted_in_cents(metric: Metric, basis: str) -> None:
    one, cents = value_of(metric, basis, trading_deals()), value_of(metric, basis, trading_deals(scale=100))
    factor = 100 if metric.unit is Unit.MONEY else 1
    assert cents == pytest.approx(one * factor, rel=1e-9, abs=1e-9, nan_ok=True)


@cases
def test_a_deposit_changes_no_ratio_of_trades_and_no_profit(metric: Metric, basis: str) -> None:
    if metric.needs != ("trades",):
        pytest.skip("capital is part of a return; flows are neutral in its index, tested there")
    deals = trading_deals()
    later = flow(5, 77_777, time=START + timedelta(days=3))
    assert value_of(metric, basis, [*deals, later]) == pytest.approx(
        value_of(metric, basis, deals), nan_ok=True
    )


@cases
def test_a_deposit_and_its_withdrawal_with_nothing_between_change_nothing(metric: Metric, basis: str) -> None:
    if metric.name in PAID_IN | MEANS_OVER_POINTS or basis == MT5:
        pytest.skip("says what was paid in or was there, or is a mean over the points of the curve")
    at = START + timedelta(days=3, hours=12)
    both = [flow(5, 5_000, time=at), flow(6, -5_000, time=at + timedelta(microseconds=1))]
    deals = trading_deals()
    assert value_of(metric, basis, [*deals, *both]) == pytest.approx(
        value_of(metric, basis, deals), rel=1e-6, nan_ok=True
    )


@cases
def test_a_deposit_changes_no_return_no_risk_and_no_fall(metric: Metric, basis: str) -> None:
    """Capital is doubled after ten days, and so is every result from there on: each day's return stays."""
    if basis == MT5 or metric.unit is Unit.MONEY or not STANDS_ON_RETURNS.issuperset(metric.needs):
        pytest.skip("money, or trades in money, or MetaTrader's curve, whose base is the first deposit")
    if metric.name in MEANS_OVER_POINTS:
        pytest.skip("a mean over the points of the curve, and the deposit is one more")
    one = trading_deals(results=RESULTS)
    at = START + timedelta(days=10)
    before = [deal for deal in one if deal.time < at]
    later = [
        replace(deal, profit=2 * deal.profit, commission=2 * deal.commission) for deal in one[len(before) :]
    ]
    capital = float(sum(deal.cash for deal in before))
    doubled = [*before, flow(5, capital, time=at), *later]
    assert value_of(metric, basis, doubled) == pytest.approx(value_of(metric, basis, one), nan_ok=True)


@cases
def test_a_breakeven_trade_changes_no_money(metric: Metric, basis: str) -> None:
    if metric.unit is not Unit.MONEY or metric.name.startswith(("average", "expectancy")):
        pytest.skip("counts or averages")
    deals = trading_deals()
    at = START + timedelta(days=3, hours=12)
    even = [replace(deal, commission=Decimal(0)) for deal in round_trip(500, 0, opened=at, closed=at)]
    assert value_of(metric, basis, [*deals, *even]) == pytest.approx(
        value_of(metric, basis, deals), nan_ok=True
    )


@cases
def test_is_a_number_or_null_with_a_reason_in_json(metric: Metric, basis: str) -> None:
    for results in (RESULTS, (5.0, 5.0, 5.0), ()):
        found = measure(record_of(trading_deals(results=results)), EVERYTHING, zone="UTC", basis=basis)
        written = metric_document(found.value(metric), ACCOUNT)
        json.dumps(written["value"], allow_nan=False)
        assert (written["value"] is None) == bool(written["reason"])


def test_every_file_of_the_package_is_one_metric_of_its_name() -> None:
    files = {name.rsplit(".", 1)[1] for name in public_modules("services.metrics")}
    assert {metric.name for metric in metrics()} == files


@pytest.mark.parametrize("metric", metrics(), ids=lambda metric: metric.name)
def test_explains_itself(metric: Metric) -> None:
    assert metric.label
    assert metric.definition.endswith(".")
    assert metric.formula
    assert metric.undefined or metric.unit in (Unit.MONEY, Unit.COUNT, Unit.LOTS)
    assert set(metric.bases) <= {NET, MT5}


def test_the_page_of_metrics_is_complete_and_current() -> None:
    from scripts.metric_page import page  # noqa: PLC0415 - a script, not a package of the product

    written = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text()
    assert written == page(), "run `make docs`"
