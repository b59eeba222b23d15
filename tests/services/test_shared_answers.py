"""Comparisons that processes leave for each other: the very same, never stale, and missed without harm."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydantic import SecretStr
from redis import Redis

from services.calc.period import Period
from services.comparison_bytes import comparison_bytes, comparison_of
from services.container import Services
from services.redis_answers import PREFIX
from services.track_records import utc_now
from tests.live.redis_server import needs_redis, redis

if TYPE_CHECKING:
    from services.comparing import Comparison
    from tests.live.redis_server import RedisServer

__all__ = ["redis"]  # the fixture
NOW = utc_now()
EVERYTHING = Period.parse("all", zone="UTC", now=NOW)
NOBODY = "redis://127.0.0.1:1/0"


def another(services: Services, url: str | None = None) -> Services:
    """A process that has just started on the same database."""
    secret = None if url is None else SecretStr(url)
    return Services(services.settings.model_copy(update={"redis_url": secret}), services.database, None)


def keep(services: Services) -> int:
    """Keep what held still for two runs of the job."""
    return services.comparison_keeping.fill(NOW) + services.comparison_keeping.fill(NOW)


def reads_no_ledger(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads a record from now on fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("A record was read.")

    monkeypatch.setattr(services.performance, "records", refuse)


def assert_same(found: Comparison, expected: Comparison) -> None:
    for name in ("period", "common", "weights", "terms", "not_added"):
        assert getattr(found, name) == getattr(expected, name)
    np.testing.assert_array_equal(found.day, expected.day)
    np.testing.assert_array_equal(found.correlation.values, expected.correlation.values)
    assert found.correlation.n == expected.correlation.n
    assert found.correlation.keys == expected.correlation.keys
    assert [row.account for row in found.rows] == [row.account for row in expected.rows]
    for one, other in zip(found.rows, expected.rows, strict=True):
        assert (one.place, one.total_pnl, one.reason) == (other.place, other.total_pnl, other.reason)
        np.testing.assert_array_equal(one.index, other.index)
        assert one.figures.keys() == other.figures.keys()
        for name, value in one.figures.items():
            np.testing.assert_equal(asdict(value), asdict(other.figures[name]))


@pytest.mark.parametrize("preset", ["all", "1m", "1d"])
def test_a_comparison_comes_back_bit_for_bit(demo_services: Services, preset: str) -> None:
    comparing, period = demo_services.comparing, Period.parse(preset, zone="UTC", now=NOW)
    stamp = comparing.stamp(period)
    made = comparing.compare((), period)
    assert_same(comparison_of(comparison_bytes(made), stamp, made.weights), made)


def test_a_process_that_starts_finds_what_held_still_and_reads_no_ledger(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = demo_services.comparing.stamp(EVERYTHING).terms.zone
    period = Period.parse("all", zone=zone, now=NOW)
    expected = another(demo_services).comparing.compare((), period)
    assert keep(demo_services) > 0
    assert keep(demo_services) == 0
    started = another(demo_services)
    reads_no_ledger(started, monkeypatch)
    assert_same(started.comparing.compare((), period), expected)


def test_what_changed_is_made_again(demo_services: Services) -> None:
    keep(demo_services)
    before = demo_services.comparing.stamp(EVERYTHING)
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET ledger_version = ledger_version + 1")
    assert another(demo_services).comparing.stamp(EVERYTHING).key != before.key


def test_a_name_or_a_rate_that_changes_is_another_question(demo_services: Services) -> None:
    stamps = {demo_services.comparing.stamp(EVERYTHING).key}
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET name = name || '!'")
    stamps.add(demo_services.comparing.stamp(EVERYTHING).key)
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql("UPDATE currency_rates SET rate = rate * 2")
    stamps.add(demo_services.comparing.stamp(EVERYTHING).key)
    assert len(stamps) == 3


@needs_redis
def test_an_answer_of_one_process_is_found_by_another(
    demo_services: Services, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = another(demo_services, redis.url).comparing.compare((), EVERYTHING)
    other = another(demo_services, redis.url)
    reads_no_ledger(other, monkeypatch)
    assert_same(other.comparing.compare((), EVERYTHING), made)
    with Redis.from_url(redis.url) as client:
        (key,) = client.keys(PREFIX + "*")
        assert 0 < client.ttl(key) <= 3_600


def test_a_redis_that_is_away_costs_nothing_but_speed(demo_services: Services) -> None:
    found = another(demo_services, NOBODY).comparing.compare((), EVERYTHING)
    assert_same(found, another(demo_services).comparing.compare((), EVERYTHING))
