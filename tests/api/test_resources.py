"""Every resource: the contract's names, money as text, undefined as null beside a reason."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.statement_files import made_up_ledger, mt5_history_xlsx
from dashboard import context

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient

    from services.container import Services

ROOT = "/api/v1/performance"
UNKNOWN = "00000000-0000-0000-0000-000000000000"
OF_AN_ACCOUNT = ("pnl", "metrics", "history", "trades", "positions", "reconcile", "accounts")


@pytest.fixture
def demo_client(application: Dash, read_services: Services) -> FlaskClient:
    context.install(application.server, read_services)
    client: FlaskClient = application.server.test_client()
    return client


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    response = client.get(f"{ROOT}/{path}")
    assert response.status_code == status, response.data
    return json.loads(response.data, parse_constant=refuse)


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def account_id(client: FlaskClient, currency: str = "USD") -> str:
    rows = get(client, "accounts")["data"]
    found: str = next(row["account_id"] for row in rows if row["currency"] == currency)
    return found


def test_accounts_are_listed_with_their_state(demo_client: FlaskClient) -> None:
    body = get(demo_client, "accounts")
    assert body["total_records"] == 3
    row = get(demo_client, f"accounts/{body['data'][0]['account_id']}")
    assert row == body["data"][0]
    assert isinstance(row["balance"], str)


@pytest.mark.parametrize(("currency", "digits"), [("USD", 2), ("JPY", 0)])
def test_pnl_has_the_contract_fields_and_the_currency_digits(
    demo_client: FlaskClient, currency: str, digits: int
) -> None:
    body = get(demo_client, f"pnl/{account_id(demo_client, currency)}")
    assert set(body) == {
        "account_id", "timestamp", "currency", "balance", "equity", "realized_pnl", "unrealized_pnl",
        "total_pnl", "daily_change", "daily_change_percentage", "open_positions", "stale", "seq",
    }  # fmt: skip
    for name in ("balance", "equity", "total_pnl", "daily_change"):
        assert -int(Decimal(body[name]).as_tuple().exponent) == digits
    assert Decimal(body["total_pnl"]) == Decimal(body["realized_pnl"]) + Decimal(body["unrealized_pnl"])


def test_pnl_without_open_positions_counts_what_is_realized(demo_client: FlaskClient) -> None:
    body = get(demo_client, f"pnl/{account_id(demo_client)}?include_unrealized=false")
    assert body["total_pnl"] == body["realized_pnl"]


def test_metrics_carry_all_they_stand_on(demo_client: FlaskClient) -> None:
    body = get(demo_client, f"metrics/{account_id(demo_client)}")
    sharpe = body["metrics"]["sharpe_ratio"]
    assert set(sharpe) == {
        "value", "unit", "n", "low", "high", "basis", "zone", "annualisation", "definition", "reason",
    }  # fmt: skip
    assert (body["sharpe_ratio"], body["total_pnl"]) == (
        sharpe["value"],
        body["metrics"]["net_profit"]["value"],
    )
    for value in body["metrics"].values():
        assert (value["value"] is None) is bool(value["reason"])


def test_intervals_come_only_when_asked_for_and_are_always_the_same(demo_client: FlaskClient) -> None:
    chosen = account_id(demo_client)
    plain = get(demo_client, f"metrics/{chosen}")["metrics"]
    drawn, again = (get(demo_client, f"metrics/{chosen}?intervals=true")["metrics"] for _ in range(2))
    assert all(value["low"] is None and value["high"] is None for value in plain.values())
    assert drawn["sharpe_ratio"]["low"] < plain["sharpe_ratio"]["value"] < drawn["sharpe_ratio"]["high"]
    assert drawn["balance"]["low"] is None
    assert drawn == again


def test_the_mt5_basis_is_another_answer(demo_client: FlaskClient) -> None:
    chosen = account_id(demo_client)
    mt5, net = (get(demo_client, f"metrics/{chosen}?basis={basis}") for basis in ("mt5", "net"))
    assert mt5["metrics"]["win_rate"]["basis"] == "mt5"
    assert mt5["winning_trades"] >= net["winning_trades"]


def test_a_period_without_trades_is_null_with_a_reason(demo_client: FlaskClient) -> None:
    body = get(demo_client, f"metrics/{account_id(demo_client)}?start_date=2020-01-01&end_date=2020-02-01")
    assert (body["total_trades"], body["win_rate"], body["sharpe_ratio"]) == (0, None, None)
    assert body["metrics"]["win_rate"]["reason"] == "No closed trade in the period."


@pytest.mark.parametrize("kind", ["snapshots", "trades", "deals", "metrics"])
def test_history_is_paged_without_gap_or_double(demo_client: FlaskClient, kind: str) -> None:
    chosen = account_id(demo_client, "EUR")
    query = f"history/{chosen}?kind={kind}&start_date=2026-06-01"
    whole = get(demo_client, f"{query}&limit=10000")
    assert whole["total_records"] == len(whole["data"]) > 5
    found: list[Any] = []
    cursor = ""
    limit = len(whole["data"]) // 3 + 1
    while True:
        page = get(demo_client, f"{query}&limit={limit}{cursor}")
        found += page["data"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert found == whole["data"]


def test_trades_and_positions_are_those_of_the_ledger(demo_client: FlaskClient) -> None:
    chosen = account_id(demo_client)
    trades = get(demo_client, f"trades/{chosen}?limit=10000")["data"]
    pnl = get(demo_client, f"pnl/{chosen}")
    assert sum(Decimal(row["net_profit"]) for row in trades) == Decimal(pnl["realized_pnl"])
    held = get(demo_client, f"positions/{chosen}")["data"]
    assert sum(Decimal(row["profit"]) + Decimal(row["swap"]) for row in held) == Decimal(
        pnl["unrealized_pnl"]
    )


def test_reconcile_explains_every_day(demo_client: FlaskClient) -> None:
    body = get(demo_client, f"reconcile/{account_id(demo_client)}")
    assert body["residual"] == "0.00"
    assert {day["residual"] for day in body["days"]} == {"0.00"}
    for day in body["days"][:50]:
        gained = Decimal(day["equity_end"]) - Decimal(day["equity_start"])
        assert gained == Decimal(day["flows"]) + Decimal(day["booked"]) + Decimal(day["floating_change"])


def test_integrity_finds_nothing_wrong_with_the_demo(demo_client: FlaskClient) -> None:
    body = get(demo_client, "retention/integrity")
    assert (body["issues_found"], body["statistics"]["accounts"]) == ([], 3)


@pytest.mark.parametrize("resource", OF_AN_ACCOUNT)
def test_an_unknown_account_is_404_and_a_malformed_one_422(client: FlaskClient, resource: str) -> None:
    assert get(client, f"{resource}/{UNKNOWN}", 404)["error"]["code"] == "not_found"
    assert get(client, f"{resource}/not-a-uuid", 422)["error"]["code"] == "invalid"


@pytest.mark.parametrize(
    "query",
    [
        "basis=gross",
        "period_type=hourly",
        "start_date=yesterday",
        "start_date=2026-02-01&end_date=2026-01-01",
    ],
)
def test_wrong_values_are_422_and_named(demo_client: FlaskClient, query: str) -> None:
    body = get(demo_client, f"metrics/{account_id(demo_client)}?{query}", 422)
    assert body["error"]["message"].endswith(".")
    assert body["request_id"]


@pytest.mark.parametrize("query", ["limit=0", "limit=1000000", "cursor=%00", "cursor=bm9wZQ", "kind=orders"])
def test_wrong_pages_are_422(demo_client: FlaskClient, query: str) -> None:
    get(demo_client, f"history/{account_id(demo_client)}?{query}", 422)


def upload(client: FlaskClient, content: bytes, **fields: str) -> Any:
    data = {"file": (io.BytesIO(content), "report.xlsx"), **fields}
    return client.post(f"{ROOT}/import", data=data, headers={"Sec-Fetch-Site": "same-origin"})


def test_a_report_is_imported_once(client: FlaskClient) -> None:
    report = mt5_history_xlsx(made_up_ledger(120))
    dry = upload(client, report, dry_run="true")
    assert (dry.status_code, dry.json["data"][0]["stored"]) == (200, False)
    assert get(client, "accounts")["total_records"] == 0
    first = upload(client, report, server_tz="UTC+2").json["data"][0]
    assert (first["stored"], first["new_deals"], first["residual"]) == (True, first["deals"], "0.00")
    again = upload(client, report).json["data"][0]
    assert (again["new_deals"], again["account_id"]) == (0, first["account_id"])


def test_a_file_that_is_no_report_is_one_sentence(client: FlaskClient) -> None:
    response = upload(client, b"not a report at all")
    assert response.status_code == 422
    assert response.json["error"]["code"] == "unreadable_file"
    assert get(client, "accounts")["total_records"] == 0


def test_openapi_describes_every_resource(client: FlaskClient) -> None:
    paths = json.loads(client.get("/openapi.json").data)["paths"]
    for resource in OF_AN_ACCOUNT:
        assert any(path.startswith(f"{ROOT}/{resource}/") for path in paths)
    assert f"{ROOT}/import" in paths
