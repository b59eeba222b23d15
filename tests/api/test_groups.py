"""Groups over HTTP: made, changed, removed, asked for wherever accounts are, and measured as one."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from dashboard import context

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from services.container import Services

ROOT = "/api/v1/groups"


@pytest.fixture
def demo(application: Dash, demo_services: Services) -> FlaskClient:
    context.install(application.server, demo_services)
    client: FlaskClient = application.server.test_client()
    return client


def body(answer: TestResponse) -> Any:
    return json.loads(answer.data)


def accounts(client: FlaskClient) -> list[str]:
    return [row["account_id"] for row in body(client.get("/api/v1/performance/accounts"))["data"]]


def test_a_group_is_made_changed_and_removed(demo: FlaskClient) -> None:
    one, two, _ = accounts(demo)
    made = demo.post(ROOT, json={"name": "Majors", "account_ids": [one, two]})
    assert made.status_code == 201
    path = f"{ROOT}/{body(made)['group_id']}"
    assert body(demo.get(ROOT)) == {"data": [body(made)], "total_records": 1}
    changed = body(demo.patch(path, json={"account_ids": [one]}))
    assert (changed["name"], changed["account_ids"]) == ("Majors", [one])
    assert body(demo.patch(path, json={"name": "Minors"}))["account_ids"] == [one]
    assert body(demo.delete(path))["name"] == "Minors"
    assert demo.get(path).status_code == demo.delete(path).status_code == 404


def test_what_is_wrong_is_told(demo: FlaskClient) -> None:
    one, *_ = accounts(demo)
    for asked, status in (
        ({"name": "", "account_ids": [one]}, 422),
        ({"name": "x", "account_ids": []}, 422),
        ({"name": "x", "account_ids": ["y"]}, 422),
        ({"name": "x", "account_ids": [str(uuid4())]}, 404),
    ):
        answer = demo.post(ROOT, json=asked)
        assert (answer.status_code, bool(body(answer)["error"]["message"])) == (status, True), asked
    assert body(demo.get(ROOT))["total_records"] == 0


def test_a_groups_metrics_have_the_shape_of_an_accounts_and_add_up(demo: FlaskClient) -> None:
    one, two, _ = accounts(demo)
    group = body(demo.post(ROOT, json={"name": "Two", "account_ids": [one, two]}))["group_id"]
    alone = body(demo.get(f"/api/v1/performance/metrics/{one}"))
    for path in (group, "all"):
        found = body(demo.get(f"{ROOT}/{path}/metrics?currency=USD"))
        assert set(alone) - set(found) == {"account_id", "archived"}
        assert set(found["metrics"]) == set(alone["metrics"])
        assert sum(Decimal(member["net_profit"]) for member in found["members"]) == Decimal(
            found["total_pnl"]
        )
        balances = sum(Decimal(member["balance"]) for member in found["members"])
        assert balances == Decimal(found["metrics"]["balance"]["value"])
    unknown = demo.get(f"{ROOT}/all/metrics?currency=XXX")
    assert unknown.status_code == 422
    assert "rate" in body(unknown)["error"]["message"]


def test_a_group_stands_for_its_accounts_in_comparisons_and_heatmaps(demo: FlaskClient) -> None:
    one, two, _ = accounts(demo)
    group = body(demo.post(ROOT, json={"name": "Two", "account_ids": [one, two]}))["group_id"]
    ranked = body(demo.post("/api/v1/performance/compare", json={"group_ids": [group]}))["rankings"]
    assert {row["account_id"] for row in ranked} == {one, two}
    cells = body(demo.get(f"/api/v1/performance/heatmap?group_ids={group}"))
    assert set(cells["accounts"]) == {one, two}
    nobody = demo.post("/api/v1/performance/compare", json={"group_ids": [str(uuid4())]})
    assert nobody.status_code == 404
