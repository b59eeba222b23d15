"""The frame of the HTTP interface: one shape of errors, ids, headers, no page below /api."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import orjson
import pytest

from api import MAX_BODY_BYTES, make_server
from api._errors import ErrorDetail
from api._json import encode
from dashboard import context, observability

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services


@pytest.fixture
def bare(services: Services) -> FlaskClient:
    """A server with a few resources of this test's own."""

    def fail() -> str:
        raise ZeroDivisionError("secret detail")

    server = make_server()
    observability.install(server)
    context.install(server, services)
    server.add_url_rule("/<path:path>", "page", lambda path: path)
    server.add_url_rule("/api/v1/only-post", "post", lambda: "", methods=["POST"])
    server.add_url_rule("/api/v1/only-get", "get", lambda: "")
    server.add_url_rule("/api/v1/fail", "fail", fail)
    client: FlaskClient = server.test_client()
    return client


def test_health_says_what_exists(client: FlaskClient) -> None:
    body = client.get("/health").get_json()
    assert body["status"] == "healthy"
    assert body["timeseries"] == "plain"
    assert body["services"]["database"] == "ok"
    assert {"pnl_tracker", "market_data", "scheduler", "data_retention"} <= set(body["services"])


def test_ready_while_the_database_answers(client: FlaskClient) -> None:
    response = client.get("/ready")
    assert (response.status_code, response.get_json()) == (200, {"ready": True, "database": "ok"})


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/nothing", "/_mcp", "/api/v2", "/docs/secret.js"])
def test_an_unknown_path_is_404_and_never_a_page(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_an_unknown_path_is_404_for_every_method(client: FlaskClient, method: str) -> None:
    assert client.open("/api/v1/nothing", method=method).status_code == 404


def test_a_wrong_method_is_405(bare: FlaskClient) -> None:
    assert bare.get("/api/v1/only-post").status_code == 405
    assert bare.delete("/api/v1/only-get").status_code == 405
    assert bare.delete("/api/v1/nothing").status_code == 404


def test_an_error_carries_the_id_of_its_request(client: FlaskClient) -> None:
    response = client.get("/api/v1/nothing", headers={"X-Request-ID": "0123456789abcdef"})
    assert response.headers["X-Request-ID"] == "0123456789abcdef"
    assert response.get_json()["request_id"] == "0123456789abcdef"


def test_an_id_that_could_break_a_log_is_replaced(client: FlaskClient) -> None:
    response = client.get("/health", headers={"X-Request-ID": "a b;c"})
    assert len(response.headers["X-Request-ID"]) == 32


def test_an_unforeseen_error_tells_nothing(bare: FlaskClient) -> None:
    response = bare.get("/api/v1/fail")
    assert response.status_code == 500
    assert b"secret" not in response.data
    assert ErrorDetail.model_validate(response.get_json()["error"]).code == "internal_server_error"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"output": 1}', b'{"output": "no.such"}']
)
def test_a_malformed_callback_is_400(client: FlaskClient, body: bytes) -> None:
    response = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert response.status_code == 400


def test_a_body_that_is_too_large_is_413(client: FlaskClient) -> None:
    body = b" " * (MAX_BODY_BYTES + 1)
    response = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert response.status_code == 413


def test_a_body_of_another_type_is_415(bare: FlaskClient) -> None:
    assert bare.post("/api/v1/only-post", data=b"x=1", content_type="text/plain").status_code == 415
    assert bare.post("/api/v1/only-post", json={}).status_code == 200


def test_another_site_may_not_change_anything(client: FlaskClient) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert client.post("/_dash-update-component", json={}, headers=headers).status_code == 403


def test_our_own_pages_may(client: FlaskClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/_dash-update-component", json={}, headers=headers).status_code == 400


def test_a_foreign_host_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/health", headers={"Host": "rebound.example"}).status_code == 403


def test_every_answer_has_the_policy(client: FlaskClient) -> None:
    for path in ("/", "/docs", "/api/v1/nothing"):
        policy = client.get(path).headers["Content-Security-Policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe" not in scripts
        assert "'sha256-" in scripts


def test_the_description_is_openapi_3_1(client: FlaskClient) -> None:
    body = client.get("/openapi.json").get_json()
    assert body["openapi"].startswith("3.1")
    assert {"/health", "/ready"} <= set(body["paths"])


def test_redoc_asks_no_other_host_for_its_logo(client: FlaskClient) -> None:
    assert b"cdn.redoc.ly" not in client.get("/docs/redoc.standalone.js").data


def test_json_has_no_nan_and_money_is_text() -> None:
    value = {
        "nan": float("nan"),
        "infinity": float("inf"),
        "array": np.array([1.5, float("nan")]),
        "money": Decimal("-1598.60"),
        "large": Decimal("1E+3"),
        "none": Decimal("NaN"),
        "id": UUID(int=1),
        "time": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "date": date(2026, 1, 2),
    }
    assert orjson.loads(encode(value)) == {
        "nan": None,
        "infinity": None,
        "array": [1.5, None],
        "money": "-1598.60",
        "large": "1000",
        "none": None,
        "id": "00000000-0000-0000-0000-000000000001",
        "time": "2026-01-02T03:04:05+00:00",
        "date": "2026-01-02",
    }


def test_json_refuses_a_naive_time() -> None:
    with pytest.raises(TypeError):
        encode(datetime(2026, 1, 2))  # noqa: DTZ001 - the naive time is the point
