"""Metrics and rankings by period: what is kept is what would be computed, and is computed once."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from services.calc.calendar import PeriodType
from services.calc.period import Period
from services.comparison.weights import COMPONENTS, Weights
from services.storage import stored_metrics

if TYPE_CHECKING:
    from services.container import Services

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_what_is_kept_is_what_the_metrics_say(demo_services: Services) -> None:
    assert demo_services.periodic.fill(NOW) > 100
    with demo_services.database.read() as connection:
        rows = stored_metrics.sample_metrics(connection, 5)
    for row in rows:
        period = Period(row.period_start, row.period_end)
        asked = demo_services.performance.metrics(row.account_id, period, basis=row.basis, zone=row.zone)
        fresh = {value.metric.name: None if math.isnan(value.value) else value.value for value in asked}
        assert row.values == pytest.approx(fresh, nan_ok=False)


def test_a_closed_period_is_computed_once_and_again_for_a_changed_ledger(demo_services: Services) -> None:
    first = demo_services.periodic.fill()
    again = demo_services.periodic.fill()
    assert 0 < again < first / 4  # only the periods that go on
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET ledger_version = ledger_version + 1")
    assert demo_services.periodic.fill() == first


def test_the_best_score_ranks_first_and_its_components_are_kept(demo_services: Services) -> None:
    demo_services.periodic.rank(NOW)
    with demo_services.database.read() as connection:
        rows = stored_metrics.read_rankings(connection, PeriodType.MONTHLY.value)
    month = [row for row in rows if row.period_start == rows[0].period_start]
    scores = [row.ranking_score for row in month]
    assert scores == sorted(scores, reverse=True)
    assert [row.performance_rank for row in month] == [1, 2, 3]
    for row in month:
        weighted = sum(Weights().share(name) * row.components[name] for name in COMPONENTS)
        assert row.ranking_score == pytest.approx(weighted)


def test_nothing_is_ranked_without_accounts(services: Services) -> None:
    assert services.periodic.fill(NOW) == 0
    assert services.periodic.rank(NOW) == 0
