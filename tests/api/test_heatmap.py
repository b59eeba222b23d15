"""The heatmap resource: the contract's names, money as text that adds up, null beside a reason."""

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
MATRICES = ("hour_weekday", "month_year", "symbol_account", "symbol_weekday", "duration_outcome")


@pytest.fixture
def demo_client(application: Dash, read_services: Services) -> FlaskClient:
    context.install(application.server, read_services)
    client: FlaskClient = application.server.test_client()
    return client


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    response = client.get(f"{ROOT}/{path}")
    assert response.status_code == status, response.data
    return json.loads(response.data)


def accounts(client: FlaskClient) -> dict[str, str]:
    return {row["currency"]: row["account_id"] for row in get(client, "accounts")["data"]}


def test_accounts_stand_beside_each_other_in_one_currency(demo_client: FlaskClient) -> None:
    body = get(demo_client, "heatmap?currency=USD")
    assert set(body) >= {"accounts", "metric_type", "period_start", "period_end", "data", "statistics"}
    assert set(body["statistics"]) == {"min", "max", "mean", "median", "std"}
    assert len(body["data"]) == len(body["accounts"]) == 3
    own = {row["account_id"]: row for row in body["data"]}
    chosen = accounts(demo_client)["USD"]
    assert own[chosen]["raw_value"] == get(demo_client, f"metrics/{chosen}")["total_pnl"]
    assert {row["normalized_value"] for row in body["data"]} >= {0, 1}
    assert all(-1 <= row["color_intensity"] <= 1 for row in body["data"])
    values = [Decimal(row["raw_value"]) for row in body["data"]]
    assert [body["statistics"][name] for name in ("min", "max")] == [str(min(values)), str(max(values))]


def test_a_larger_drawdown_is_worse_and_never_good(demo_client: FlaskClient) -> None:
    rows = get(demo_client, "heatmap?metric_type=max_drawdown")["data"]
    known = sorted(
        (row for row in rows if row["raw_value"] is not None), key=lambda row: float(row["raw_value"])
    )
    assert len(known) > 1
    assert [row["color_intensity"] for row in known] == sorted(
        (row["color_intensity"] for row in known), reverse=True
    )
    assert all(row["color_intensity"] <= 0 for row in known)


@pytest.mark.parametrize("dimension", MATRICES)
@pytest.mark.parametrize("currency", ["USD", "EUR", "JPY"])
def test_a_money_matrix_adds_up_to_the_metrics_of_its_account(
    demo_client: FlaskClient, dimension: str, currency: str
) -> None:
    chosen = accounts(demo_client)[currency]
    body = get(demo_client, f"heatmap?account_ids={chosen}&dimension={dimension}")
    cells = [[Decimal(value or 0) for value in row] for row in body["values"]]
    total = get(demo_client, f"metrics/{chosen}")["total_pnl"]
    assert body["total"] == total
    assert sum(map(sum, cells)) == Decimal(total)
    assert [sum(row) for row in cells] == [Decimal(value or 0) for value in body["row_totals"]]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    assert columns == [Decimal(value or 0) for value in body["column_totals"]]
    assert sum(map(sum, body["counts"])) == body["total_count"]


@pytest.mark.parametrize("dimension", MATRICES)
def test_a_matrix_of_several_currencies_adds_up_to_the_overview(
    demo_client: FlaskClient, read_services: Services, dimension: str
) -> None:
    body = get(demo_client, f"heatmap?dimension={dimension}&currency=EUR&zone=Asia/Kolkata")
    from services.calc.period import Period  # noqa: PLC0415
    from services.track_records import utc_now  # noqa: PLC0415

    shown = read_services.performance.overview(Period(None, utc_now()), "EUR", "Asia/Kolkata")
    assert abs(Decimal(body["total"]) - Decimal(shown.figures[0].value)) <= Decimal("0.005001")
    cells = [Decimal(value) for row in body["values"] for value in row if value is not None]
    assert sum(cells) == Decimal(body["total"])


@pytest.mark.parametrize("metric", ["sharpe_ratio", "max_drawdown"])
def test_what_an_hour_cannot_have_is_null_and_says_why(demo_client: FlaskClient, metric: str) -> None:
    body = get(demo_client, f"heatmap?dimension=hour_weekday&metric_type={metric}")
    assert {value for row in body["values"] for value in row} == {None}
    assert "Compare accounts" in body["reason"]
    assert body["statistics"] == dict.fromkeys(("min", "max", "mean", "median", "std"))
    assert body["total_count"] > 0


def test_a_win_rate_is_a_fraction_of_the_counts(demo_client: FlaskClient) -> None:
    body = get(demo_client, "heatmap?dimension=hour_weekday&metric_type=win_rate")
    for row, counts in zip(body["values"], body["counts"], strict=True):
        for value, count in zip(row, counts, strict=True):
            assert (value is None) is (count == 0)
            assert value is None or (value * count) == pytest.approx(round(value * count))


def test_without_a_rate_money_is_null_and_trades_are_still_counted(demo_client: FlaskClient) -> None:
    body = get(demo_client, "heatmap?dimension=hour_weekday&currency=CHF")
    assert "no EUR or JPY or USD to CHF rate" in body["reason"]
    assert body["total"] is None
    assert body["total_count"] > 0
    rates = get(demo_client, "heatmap?dimension=hour_weekday&currency=CHF&metric_type=win_rate")
    assert rates["reason"] is None
    rows = get(demo_client, "heatmap?currency=CHF")["data"]
    assert all(row["raw_value"] is None and "CHF" in row["reason"] for row in rows)


@pytest.mark.parametrize("dimension", ["account", *MATRICES])
def test_no_accounts_are_an_empty_answer(client: FlaskClient, dimension: str) -> None:
    body = get(client, f"heatmap?dimension={dimension}")
    assert body["accounts"] == []
    assert body["statistics"]["mean"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"account_ids={UNKNOWN}", 404),
        ("account_ids=nope", 422),
        ("dimension=moon", 422),
        ("metric_type=luck", 422),
        ("zone=Mars/Olympus", 422),
        ("currency=euro", 422),
        ("start_date=2026-02-01&end_date=2026-01-01", 422),
    ],
)
def test_wrong_values_are_told(demo_client: FlaskClient, query: str, status: int) -> None:
    assert get(demo_client, f"heatmap?{query}", status)["error"]["message"].endswith(".")


def test_an_empty_period_has_no_values(demo_client: FlaskClient) -> None:
    body = get(demo_client, "heatmap?dimension=month_year&start_date=2001-01-01&end_date=2001-02-01")
    assert (body["columns"], body["total"], body["total_count"]) == ([], None, 0)
    assert body["reason"] == "No closed trade in the period."
