"""Rule sets over HTTP: the library, assigned and removed, where an account stands, what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from services.storage import series
from tests.prop_firm.making import OWN, PHASE
from tests.prop_firm.test_lots_left import EURUSD
from tests.prop_firm.test_prop_firms import account

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services

ROOT = "/api/v1/performance/prop"


def test_the_library_is_listed(client: FlaskClient) -> None:
    found = json.loads(client.get(ROOT).data)
    assert found["total_records"] == len(found["data"]) >= 4
    assert PHASE in {row["name"] for row in found["data"]}


def test_a_set_is_assigned_told_and_removed(client: FlaskClient, services: Services) -> None:
    path = f"{ROOT}/{account(services, 100, -6_000)}"
    assert json.loads(client.put(f"{path}/{PHASE}").data)["name"] == PHASE
    assert client.put(f"{path}/mine", json={"rules": OWN}).status_code == 200
    own, phase = json.loads(client.get(path).data)["data"]
    assert (own["name"], own["status"], own["headroom"]) == ("mine", "breached", None)
    assert (phase["initial_balance"], phase["days_left"]) == ("100000.00", 3)
    daily: dict[str, Any] = next(rule for rule in phase["checks"] if rule["rule"] == "daily_loss")
    assert (daily["limit"], daily["worst"], daily["headroom"]) == ("5000.00", "5900.00", "-900.00")
    assert daily["breach"]["value"] == daily["evidence"]["value"] == "94100.00"
    assert [day["result"] for day in phase["days"]] == ["-5900.00"]
    assert json.loads(client.delete(f"{path}/mine").data)["total_records"] == 1
    assert client.delete(f"{path}/mine").status_code == 404


def test_what_is_wrong_is_told(client: FlaskClient, services: Services) -> None:
    mine = account(services, 100, currency="EUR")
    for path, body, status in (
        (f"{ROOT}/{mine}/moon", "", 404),
        (f"{ROOT}/{uuid4()}/{PHASE}", "", 404),
        (f"{ROOT}/{mine}/{PHASE}", "", 422),
        (f"{ROOT}/{mine}/other", OWN, 422),
        (f"{ROOT}/{mine}/mine", "name: [", 422),
        (f"{ROOT}/x/mine", OWN, 422),
    ):
        answer = client.put(path, json={"rules": body})
        assert (answer.status_code, bool(json.loads(answer.data)["error"]["message"])) == (status, True)
    assert client.get(f"{ROOT}/{uuid4()}").status_code == 404


def test_lots_are_estimated_and_what_nobody_knows_is_null(client: FlaskClient, services: Services) -> None:
    mine = account(services, 300, -100)
    client.put(f"{ROOT}/{mine}/{PHASE}")
    path = f"{ROOT}/{mine}/lots?distance=0.0050&symbol"
    found = json.loads(client.get(f"{path}=EURUSD").data)
    assert (found["loss_per_lot"], found["data"][0]["lots"]) == (None, None)
    assert "not known" in found["reason"]
    server = services.performance.find(str(mine)).server
    with services.database.begin() as connection:
        series.write_symbols(connection, server, [EURUSD])
    found = json.loads(client.get(f"{path}=EURUSD").data)
    assert (found["loss_per_lot"], found["currency"]) == ("500.00", "USD")
    assert (found["data"][0]["lots"], found["data"][0]["headroom"]) == ("10.40", "5200.00")
    assert (found["is_live"], found["held"]) == (False, "0")
    assert found["as_of"][:10] in found["basis"]
    assert client.get(f"{ROOT}/{mine}/lots?symbol=EURUSD&distance=0").status_code == 422


def test_a_body_that_is_no_json_is_told_in_a_sentence(client: FlaskClient, services: Services) -> None:
    path = f"{ROOT}/{account(services, 100)}/mine"
    for body in (b"{rules", b"[1, 2]", b'"text"', b"\xff\xfe", b'{"rules": 5}'):
        answer = client.put(path, data=body, content_type="application/json")
        error = json.loads(answer.data)["error"]
        assert answer.status_code == 422, error
        assert error["message"].startswith(("body: not a JSON object", "body: Invalid JSON", "rules: ")), (
            error
        )
    assert services.prop_firms.library()
