"""Integrity: sound accounts have no issue, and every kind of damage is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.account_opening import Origin
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
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
        connection.exec_driver_sql("UPDATE accounts SET ledger_version = ledger_version + 1")
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
