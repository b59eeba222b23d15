"""What is answered about one account in depth: the page's numbers, and null beside a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from services.account_opening import Origin
from services.calendars import EVER
from tests.making import START, flow, make_statement, round_trip

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services

ROOT = "/api/v1/performance"
RESOURCES = ("breakdown", "distribution", "rolling", "drawdowns", "montecarlo", "risk", "streaks")


def posted(services: Services, trades: int) -> str:
    deals = [flow(1, 10_000)]
    for number in range(trades):
        closed = START + timedelta(days=number, hours=5)
        opened = closed - timedelta(hours=1)
        deals += round_trip(10 + 2 * number, (-1) ** number * 50 + number % 40, opened=opened, closed=closed)
    origin = Origin("x", "0" * 64, server_zone="UTC")
    (report,) = services.ingest.post([make_statement(deals)], origin, store=True)
    return str(report.account.id)


def ask(client: FlaskClient, path: str) -> dict[str, Any]:
    response = client.get(f"{ROOT}/{path}")
    assert response.status_code == 200, response.data
    body: dict[str, Any] = response.get_json()
    return body


def test_the_interface_says_what_the_page_says(client: FlaskClient, services: Services) -> None:
    account = posted(services, 100)
    falls = services.insight.drawdowns(account, EVER).falls
    drawdowns = ask(client, f"drawdowns/{account}")["drawdowns"]
    assert [row["depth"] for row in drawdowns] == pytest.approx([fall.depth for fall in falls])
    paths = services.insight.outlook(account, EVER, horizon="1m").paths
    told = ask(client, f"montecarlo/{account}?horizon=1m")
    assert [row["probability"] for row in told["ruin"]] == pytest.approx(paths.chances.tolist())
    assert told["fan"]["0.5"] == pytest.approx(paths.fan[2].tolist())
    counted = ask(client, f"distribution/{account}")
    assert sum(counted["counts"]) + counted["below"] + counted["above"] == counted["n"] == 100
    assert all(isinstance(edge, str) for edge in counted["edges"])
    rolling = ask(client, f"rolling/{account}")
    assert rolling["sharpe"][:62] == [None] * 62
    assert rolling["sharpe"][62] is not None
    runs = ask(client, f"streaks/{account}")["runs"]
    assert sum(row["length"] * (row["wins"] + row["losses"]) for row in runs) == 100


def test_what_nobody_recorded_is_null_and_says_why(client: FlaskClient, services: Services) -> None:
    risk = ask(client, f"risk/{posted(services, 5)}")
    assert risk["metrics"]["hidden_risk_gap"]["value"] is None
    assert risk["metrics"]["hidden_risk_gap"]["reason"]
    assert risk["worst_floating"] is risk["floating_share"] is None
    assert risk["lot_growth"]["martingale"] is None


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_account_without_trades_answers(client: FlaskClient, services: Services, resource: str) -> None:
    assert ask(client, f"{resource}/{posted(services, 0)}")["account_id"]


def test_r_is_unknown_without_a_stop(client: FlaskClient, services: Services) -> None:
    body = ask(client, f"distribution/{posted(services, 30)}?unit=r")
    assert body["n"] == 0
    assert "No stop is known" in body["reason"]


@pytest.mark.parametrize("query", ["montecarlo/{}?horizon=2w", "distribution/{}?unit=points"])
def test_a_value_that_makes_no_sense_is_refused(client: FlaskClient, services: Services, query: str) -> None:
    assert client.get(f"{ROOT}/{query.format(posted(services, 0))}").status_code == 422
