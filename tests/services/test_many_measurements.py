"""Accounts measured together: every figure is that of each account alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.account_series import Peers
from services.calc.beside import Beside
from services.calc.period import Period
from services.calc.return_kernel import daily_series
from services.calc.server_zone import server_zone
from services.day_books import DayBooks
from services.many_measurements import measure_many
from services.measure import measure_net
from services.metrics import NET, metrics

if TYPE_CHECKING:
    from services.container import Services

PEERS = Peers(np.array([4.0]), np.array([0.01]))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


PERIODS = {
    "everything": Period(None, at("2100-01-01")),
    "whole days": Period(at("2024-03-01"), at("2024-09-01")),
    "in the middle of days": Period(at("2024-03-05T11:17"), at("2024-09-18T15:03")),
    "a weekend": Period(at("2024-06-01"), at("2024-06-03")),
    "before everything": Period(None, at("1990-01-01")),
}


@pytest.mark.parametrize("zone", ["UTC", "NY+7"])
@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS.keys())
def test_figures_of_many_are_those_of_each_alone(demo_services: Services, period: Period, zone: str) -> None:
    records = demo_services.performance.records()
    days = DayBooks().within(records, period, zone)
    many = measure_many(records, days, period, zone, peers=PEERS)
    chosen = [metric for metric in metrics() if NET in metric.bases and many.knows(metric)]
    assert len(chosen) > 50
    alone = [measure_net(record, period, zone, Beside(peers=PEERS)) for record in records]
    for metric in chosen:
        for found, measured in zip(many.values(metric), alone, strict=True):
            expected = measured.value(metric)
            np.testing.assert_allclose(
                found.value, expected.value, rtol=1e-9, atol=1e-12, err_msg=metric.name
            )
            for word in ("metric", "n", "basis", "zone", "annualisation", "series", "reason"):
                assert getattr(found, word) == getattr(expected, word), metric.name


@pytest.mark.parametrize("zone", ["UTC", "NY+7"])
@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS.keys())
def test_days_of_a_period_are_cut_out_of_the_whole_history(
    demo_services: Services, period: Period, zone: str
) -> None:
    records = demo_services.performance.records()
    for record, found in zip(records, DayBooks().within(records, period, zone), strict=True):
        expected = daily_series(record.track, period.mask(record.track.time), server_zone(zone))
        np.testing.assert_array_equal(found.day, expected.day)
        np.testing.assert_array_equal(found.returns, expected.returns)
        np.testing.assert_allclose(found.profit, expected.profit, rtol=0, atol=1e-9)
        assert (found.per_year, str(found.last)) == (expected.per_year, str(expected.last))


def test_what_is_missing_is_no_number(demo_services: Services) -> None:
    records = demo_services.performance.records()
    period = PERIODS["everything"]
    many = measure_many(records, DayBooks().within(records, period, "UTC"), period, "UTC")
    (metric,) = [metric for metric in metrics() if metric.name == "deflated_sharpe_ratio"]
    assert not many.knows(metric)
    assert all(np.isnan(value.value) and value.reason for value in many.values(metric))


def test_no_account_has_no_figures() -> None:
    many = measure_many((), (), PERIODS["everything"], "UTC")
    assert many.values(metrics()[0]) == []
