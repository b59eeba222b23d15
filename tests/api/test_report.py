"""`POST /report`: a period as JSON, its bounds, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from services.account_opening import Origin
from tests.making import START, flow, make_statement, round_trip

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services

URL = "/api/v1/performance/report"
KINDS = ("daily", "weekly", "monthly", "ytd")
FIELDS = {
    "account_id", "period_type", "period_start", "period_end", "period_days", "summary", "trade_breakdown",
    "equity_curve", "top_trades", "worst_trades",
}  # fmt: skip


@pytest.fixture
def account(services: Services) -> str:
    deals = [flow(1, 10_000)]
    for day, profit in enumerate((5.5, -2.25, 40, -7)):
        closed = START + timedelta(days=day, hours=5)
        deals += round_trip(10 + 2 * day, profit, opened=closed - timedelta(hours=1), closed=closed)
    origin = Origin("x", "0" * 64, server_zone="UTC")
    (posted,) = services.ingest.post([make_statement(deals)], origin, store=True)
    return str(posted.account.id)


def ask(client: FlaskClient, account: str, **body: Any) -> dict[str, Any]:
    answer = client.post(URL, json={"account_id": account} | body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json or {}
    return found


def test_a_period_is_told_with_all_it_promises(client: FlaskClient, account: str) -> None:
    told = ask(client, account, report_type="custom", start_date="2026-01-05", end_date="2026-01-08")
    assert set(told) >= FIELDS
    assert (told["period_type"], told["period_days"]) == ("custom", 3)
    assert told["period_start"] == "2026-01-05T00:00:00+00:00"
    assert told["summary"]["total_pnl"] == "43.25"
    assert told["summary"]["total_trades"] == 3
    assert told["summary"]["win_rate"] == pytest.approx(2 / 3)
    assert [trade["net_profit"] for trade in told["top_trades"]] == ["40.00", "5.50"]
    assert [trade["net_profit"] for trade in told["worst_trades"]] == ["-2.25"]
    assert told["equity_curve"][-1]["balance"] == "10043.25"


def test_every_breakdown_adds_up_to_the_total(client: FlaskClient, account: str) -> None:
    told = ask(client, account, report_type="custom", start_date="2026-01-01", end_date="2026-02-01")
    assert set(told["trade_breakdown"]) >= {"symbol", "side", "weekday"}
    for table in told["trade_breakdown"].values():
        parts = sum(Decimal(row["net_profit"]) for row in table["groups"])
        assert parts == Decimal(table["total"]["net_profit"]) == Decimal(told["summary"]["total_pnl"])


def test_what_is_undefined_is_null_beside_a_reason(client: FlaskClient, account: str) -> None:
    told = ask(client, account, report_type="daily", start_date="2026-01-05")
    summary = told["summary"]
    assert (told["period_days"], summary["profit_factor"]) == (1, None)
    undefined = {name for name, value in summary.items() if value is None}
    assert undefined == set(summary["reasons"])
    assert all(summary["reasons"].values())
    total = told["trade_breakdown"]["symbol"]["total"]
    assert (total["profit_factor"], total["reasons"]) == (None, {"profit_factor": "No losing trade."})


@pytest.mark.parametrize("kind", KINDS)
def test_without_dates_it_is_the_present_one(client: FlaskClient, account: str, kind: str) -> None:
    told = ask(client, account, report_type=kind)
    most = {"daily": 1, "weekly": 7, "monthly": 31, "ytd": 366}[kind]
    assert 1 <= told["period_days"] <= most


def test_a_date_stands_for_the_week_it_lies_in(client: FlaskClient, account: str) -> None:
    told = ask(client, account, report_type="weekly", start_date="2026-01-07")
    bounds = (told["period_start"], told["period_end"], told["period_days"])
    assert bounds == ("2026-01-05T00:00:00+00:00", "2026-01-12T00:00:00+00:00", 7)
    assert told["summary"]["total_trades"] == 4


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"report_type": "custom"}, 400),
        ({"report_type": "custom", "start_date": "2026-01-05"}, 400),
        ({"report_type": "custom", "start_date": "2026-01-05", "end_date": "2026-01-05"}, 422),
        ({"report_type": "hourly"}, 422),
        ({"report_type": "daily", "start": "2026-01-05"}, 422),
        *(({"report_type": kind, "start_date": "9999-12-31"}, 422) for kind in KINDS),
        *(({"report_type": kind, "end_date": "0001-01-05"}, 422) for kind in KINDS),
        *(({"report_type": kind, "start_date": "0002-01-01"}, 200) for kind in KINDS),
        ({"report_type": "daily", "account_id": "x"}, 422),
        ({"report_type": "daily", "account_id": "00000000-0000-0000-0000-000000000001"}, 404),
    ],
)
def test_what_cannot_be_is_refused(
    client: FlaskClient, account: str, body: dict[str, Any], status: int
) -> None:
    assert client.post(URL, json={"account_id": account} | body).status_code == status
