"""Accounts beside each other over HTTP: the contract's names, places with reasons, null where unknown."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import context

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient

    from services.container import Services

ROOT = "/api/v1/performance"
UNKNOWN = "00000000-0000-0000-0000-000000000000"
CONTRACT = {
    "account_id",
    "account_name",
    "performance_rank",
    "total_accounts",
    "percentile",
    "ranking_score",
    "total_pnl",
    "win_rate",
    "profit_factor",
    "sharpe_ratio",
    "max_drawdown",
}


@pytest.fixture
def demo_client(application: Dash, read_services: Services) -> FlaskClient:
    context.install(application.server, read_services)
    client: FlaskClient = application.server.test_client()
    return client


def get(client: FlaskClient, path: str, status: int = 200, **query: Any) -> Any:
    response = client.get(f"{ROOT}/{path}", query_string=query or None)
    assert response.status_code == status, response.data
    return json.loads(response.data)


def compared(client: FlaskClient, **body: Any) -> Any:
    response = client.post(f"{ROOT}/compare", json=body)
    assert response.status_code == 200, response.data
    return json.loads(response.data)


def ids(client: FlaskClient) -> list[str]:
    return [row["account_id"] for row in get(client, "accounts")["data"]]


def test_places_are_best_first_with_components_and_intervals(demo_client: FlaskClient) -> None:
    found = compared(demo_client)
    rows = found["rankings"]
    assert [row["performance_rank"] for row in rows] == [1, 2, 3]
    assert [row["ranking_score"] for row in rows] == sorted(
        (row["ranking_score"] for row in rows), reverse=True
    )
    for row in rows:
        assert set(row) >= CONTRACT
        assert row["rank_low"] <= row["performance_rank"] <= row["rank_high"] <= row["total_accounts"] == 3
        weighted = sum(found["weights"][name] * part for name, part in row["components"].items()) / 100
        assert row["ranking_score"] == pytest.approx(weighted)
    assert rows[0]["percentile"] == 100
    period = found["comparison_period"]
    assert period["common_start"] < period["common_end"] <= period["end_date"]


def test_figures_and_results_are_those_of_each_account_over_the_common_days(demo_client: FlaskClient) -> None:
    found = compared(demo_client, currency="USD")
    period = found["comparison_period"]
    for row in found["rankings"]:
        own = get(
            demo_client,
            f"metrics/{row['account_id']}",
            start_date=period["common_start"],
            end_date=period["common_end"],
        )
        assert row["win_rate"] == own["win_rate"]
        assert row["total_trades"] == own["total_trades"]
        assert row["max_drawdown"] == own["max_drawdown"]
        account = get(demo_client, f"accounts/{row['account_id']}")
        if account["currency"] == "USD":
            assert Decimal(row["total_pnl"]) == Decimal(own["total_pnl"])


def test_what_no_rate_tells_is_null_and_said(demo_client: FlaskClient) -> None:
    found = compared(demo_client, currency="XXX")
    assert "no" in found["not_added"]
    assert {row["total_pnl"] for row in found["rankings"]} == {None}
    assert all(row["performance_rank"] for row in found["rankings"]), (
        "places stand on fractions, not on money"
    )


def test_best_worst_and_middle_are_rows_of_the_ranking(demo_client: FlaskClient) -> None:
    rows = compared(demo_client)["rankings"]
    found = get(demo_client, "compare/best-worst", account_ids=ids(demo_client))
    assert found["best_performer"] == rows[0]
    assert found["median_performer"] == rows[1]
    assert found["worst_performer"] == rows[-1]


def test_nobody_has_no_best(client: FlaskClient) -> None:
    found = get(client, "compare/best-worst")
    assert (found["best_performer"], found["worst_performer"], found["median_performer"]) == (
        None,
        None,
        None,
    )
    assert compared(client)["rankings"] == []
    assert get(client, "compare/trends")["accounts"] == []
    assert get(client, "compare/correlation")["reason"] == "It takes 20 days in common; there are 0."


def test_an_account_is_measured_by_the_others(demo_client: FlaskClient) -> None:
    rows = compared(demo_client)["rankings"]
    found = get(demo_client, f"compare/relative/{rows[0]['account_id']}")
    own = found["metrics"]["total_return_twr"]
    others = [row["total_return_twr"] for row in rows[1:]]
    assert own["value"] == rows[0]["total_return_twr"]
    assert own["mean"] == pytest.approx(sum(others) / 2)
    assert own["excess"] == pytest.approx(own["value"] - own["mean"])
    assert set(own) >= {"mean", "median", "std", "excess", "percentile_rank", "z_score"}


def test_trends_tell_places_over_time_oldest_first(demo_client: FlaskClient) -> None:
    found = get(demo_client, "compare/trends", period_type="monthly", limit=6)
    assert len(found["accounts"]) == 3
    starts = [row["period_start"] for row in found["accounts"][0]["data"]]
    assert starts == sorted(starts)
    by_period: dict[str, list[int]] = {}
    for account in found["accounts"]:
        for row in account["data"]:
            by_period.setdefault(row["period_start"], []).append(row["performance_rank"])
    assert by_period
    assert all(min(places) == 1 for places in by_period.values())


def test_a_lower_threshold_finds_more_that_stand_out(demo_client: FlaskClient) -> None:
    near, far = (
        get(demo_client, "compare/anomalies", z_score_threshold=threshold)["anomalies"]
        for threshold in (0.1, 3)
    )
    assert len(near) > len(far)
    assert [abs(row["z_score"]) for row in near] == sorted(
        (abs(row["z_score"]) for row in near), reverse=True
    )
    assert all(abs(row["z_score"]) >= 3 for row in far)


def test_correlation_is_symmetric_with_ones(demo_client: FlaskClient) -> None:
    found = get(demo_client, "compare/correlation")
    values = found["values"]
    assert [values[place][place] for place in range(3)] == [1.0, 1.0, 1.0]
    assert values[0][1] == values[1][0]
    assert found["n"] >= 20


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"compare/relative/{UNKNOWN}", 404),
        ("compare/relative/nobody", 422),
        (f"compare/best-worst?account_ids={UNKNOWN}", 404),
        ("compare/anomalies?z_score_threshold=0", 422),
        ("compare/trends?period_type=hourly", 422),
        ("compare/nothing", 404),
    ],
)
def test_what_is_wrong_is_said(demo_client: FlaskClient, path: str, status: int) -> None:
    assert get(demo_client, path, status)["error"]["message"]


def test_a_new_name_is_told_at_once(application: Dash, demo_services: Services) -> None:
    context.install(application.server, demo_services)
    client: FlaskClient = application.server.test_client()
    first = compared(client)["rankings"][0]
    with demo_services.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE accounts SET name = 'Renamed' WHERE id = %s", (first["account_id"],)
        )
    assert compared(client)["rankings"][0]["account_name"] == "Renamed"
