"""Integrity: sound accounts have no issue, and every kind of damage is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from services.account_opening import Origin
from services.checks import gaps, rollups, stored_metrics
from services.errors import DamagedError
from services.job_run import JobRun, RunStatus
from services.storage.snapshot_series import write_snapshots
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.record import TrackRecord
    from services.container import Services


def stored(services: Services, *, accept_residual: bool = False) -> None:
    statement = make_statement([flow(1, 1000), *round_trip(2, 25), *round_trip(4, -10)])
    origin = Origin("report.xlsx", "a" * 64, accept_residual=accept_residual)
    services.ingest.post([statement], origin, store=True)


def test_the_demo_and_an_import_are_sound(demo_services: Services) -> None:
    stored(demo_services)
    report = demo_services.integrity.verify()
    assert report.issues == ()
    assert report.statistics["accounts"] == 4
    assert report.statistics["snapshots"] > 30_000


@pytest.mark.parametrize(
    ("damage", "check", "words"),
    [
        ("UPDATE account_state SET balance = balance + 1", "balance", "its deals make 1015"),
        ("UPDATE account_state SET open_positions = 3", "balance", "3 open positions"),
        ("DELETE FROM trade_performance WHERE position_id = 2", "trades", "Trade 2 is missing"),
        (
            "UPDATE trade_performance SET profit = 26, net_profit = 26 WHERE position_id = 2",
            "trades",
            "stored with 26",
        ),
        ("DELETE FROM deals WHERE ticket = 5", "trades", "Trade 4 is stored, but no deals make it"),
        ("UPDATE imports SET residual = 3", "imports", "left 3 USD unexplained"),
        (
            "UPDATE trade_performance SET symbol = 'XAUUSD' WHERE position_id = 2",
            "sums",
            "closed trades of XAUUSD add up to 25, its deals to 0",
        ),
        (
            "INSERT INTO performance_snapshots SELECT id, '2026-01-06', 900, 900, null, 0 FROM accounts",
            "snapshots",
            "differ from the deals by -115",
        ),
    ],
)
def test_damage_is_found_and_named(services: Services, damage: str, check: str, words: str) -> None:
    stored(services)
    assert services.integrity.verify().issues == ()
    with services.database.begin() as connection:
        connection.exec_driver_sql(damage)
    report = services.integrity.verify()
    assert any(issue.check == check and words in issue.problem for issue in report.issues), report.issues
    assert report.recommendations


def test_wrong_trades_are_derived_again_and_nothing_else_is_touched(services: Services) -> None:
    stored(services)
    with services.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE trade_performance SET profit = 26, net_profit = 26 WHERE position_id = 2"
        )
        connection.exec_driver_sql("UPDATE accounts SET ledger_version = ledger_version + 1")
    assert services.integrity.repair() == 1
    assert services.integrity.verify().issues == ()
    assert services.integrity.repair() == 0


def test_a_gap_while_the_recorder_wrote_is_found_and_one_while_it_was_off_is_none(
    demo_services: Services,
) -> None:
    now = datetime.now(UTC)
    with demo_services.database.begin() as connection:
        account = demo_services.performance.accounts()[0]
        for minutes in (60, 59, 30, 29):
            time = now - timedelta(minutes=minutes)
            state = (account.id, time, 1000.0, 1000.0, None, 0)
            write_snapshots(connection, [state])
        connection.exec_driver_sql("UPDATE accounts SET created_at = now() - interval '1 day'")
    assert list(gaps.of_store(demo_services)) == []
    wrote = JobRun("snapshots", RunStatus.OK, now - timedelta(minutes=50), now - timedelta(minutes=40))
    demo_services.job_runs.begin(replace(wrote, detail={"recorded": 3}))
    (issue,) = gaps.of_store(demo_services)
    assert issue.account == account.name
    assert "Snapshots are missing" in issue.problem
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET created_at = now()")
    assert list(gaps.of_store(demo_services)) == []  # what was made up of the time before is no gap


def test_kept_metrics_that_come_out_otherwise_are_found(demo_services: Services) -> None:
    demo_services.periodic.fill()
    assert list(stored_metrics.of_store(demo_services)) == []
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql(
            """UPDATE performance_metrics SET "values" = jsonb_set("values", '{net_profit}', '123456')"""
        )
    issues = list(stored_metrics.of_store(demo_services))
    assert issues
    assert all("net_profit" in issue.problem and "123456" in issue.problem for issue in issues)


def test_an_account_that_cannot_be_read_is_an_issue_and_the_others_are_checked(
    demo_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    performance = demo_services.performance
    broken = performance.accounts()[0]

    def read(account_id: UUID) -> TrackRecord:
        if account_id == broken.id:
            raise DamagedError("The archive file x is damaged.")
        return performance.record(account_id)

    monkeypatch.setattr(performance, "fresh", read)
    report = demo_services.integrity.verify()
    assert [(issue.account, issue.check) for issue in report.issues] == [(broken.name, "reading")]
    assert report.statistics["accounts"] == 2


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE rollup_15m SET high = high + 1 WHERE bucket > now() - interval '20 days'",
        "DELETE FROM rollup_1h WHERE bucket > now() - interval '20 days'",
    ],
)
def test_summaries_that_differ_from_the_snapshots_are_found_and_made_again(
    demo_services: Services, damage: str
) -> None:
    demo_services.series_care.refresh()
    assert list(rollups.of_store(demo_services)) == []
    with demo_services.database.begin() as connection:
        assert connection.exec_driver_sql(damage).rowcount
    issues = list(rollups.of_store(demo_services))
    assert len({issue.account for issue in issues}) == 3
    assert "rows of performance_" in issues[0].problem
    assert demo_services.integrity.repair() == 3
    assert list(rollups.of_store(demo_services)) == []


def test_snapshots_that_are_missing_below_their_summaries_are_found_and_the_summaries_stay(
    demo_services: Services,
) -> None:
    demo_services.series_care.refresh()
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM performance_snapshots WHERE time > now() - interval '20 days'"
            " AND time < now() - interval '10 days'"
        )
        before = connection.exec_driver_sql("SELECT count(*), sum(n) FROM rollup_15m").one()
    assert {issue.check for issue in rollups.of_store(demo_services)} == {"missing rows"}
    demo_services.integrity.repair()
    with demo_services.database.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*), sum(n) FROM rollup_15m").one() == before
