"""Every resource that can be read, asked with what its description allows and with what it does not."""

from __future__ import annotations

import base64
import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dashboard import context

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from services.container import Services

ROOT = "/api/v1/performance"
EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
LISTS = (
    "history/{}?kind=trades",
    "history/{}?kind=deals",
    "history/{}?kind=metrics",
    "trades/{}?",
    "positions/{}?",
)


@pytest.fixture
def client_of_demo(application: Dash, demo_services: Services) -> FlaskClient:
    context.install(application.server, demo_services)
    client: FlaskClient = application.server.test_client()
    return client


def an_account(client: FlaskClient) -> str:
    found: str = body(client.get(f"{ROOT}/accounts"))["data"][0]["account_id"]
    return found


def body(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_every_answer_is_one_that_the_description_promises(
    application: Dash, client_of_demo: FlaskClient
) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", application.server)
    account = an_account(client_of_demo)
    for made in schema.include(method="GET").get_all_operations():
        operation = cast("Any", made).ok()
        if not operation.path.startswith(ROOT):
            continue

        def ask(case: Any) -> None:
            if "account_id" in case.path_parameters:
                case.path_parameters["account_id"] = account
            case.call_and_validate(headers={"Accept-Encoding": "identity"}, checks=CHECKS)

        limits = settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        limits(given(case=operation.as_strategy())(ask))()


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("text", ["[1]", "[null]", "[]", "{}", '["x"]', '["x","y",1]', "[" * 20_000, "[NaN]"])
def test_a_cursor_that_nobody_gave_is_refused(client_of_demo: FlaskClient, text: str) -> None:
    account = an_account(client_of_demo)
    for path in LISTS:
        answer = client_of_demo.get(f"{ROOT}/{path.format(account)}&cursor={cursor(text)}")
        assert answer.status_code in (200, 422), answer.data
        assert answer.status_code == 422 or text == '["x"]' or not body(answer)["data"]


@pytest.mark.parametrize(
    "query",
    [
        "start_date=0001-01-01T00:00:00%2B14:00",
        "end_date=9999-12-31T23:59:59-12:00",
        "start_date=0001-01-01",
        "end_date=9999-12-31T23:59:59",
    ],
)
def test_the_ends_of_the_calendar_are_no_crash(client_of_demo: FlaskClient, query: str) -> None:
    assert client_of_demo.get(f"{ROOT}/metrics/{an_account(client_of_demo)}?{query}").status_code in (
        200,
        422,
    )


def test_names_that_cannot_be_written_are_cleaned(client: FlaskClient) -> None:
    csv = b"time,account,symbol,side,quantity,price\n2026-01-05 10:00:00,A1,X,buy,1,10\n"
    data = {"file": (io.BytesIO(csv), "a\x00\u202egpj.csv"), "account": "b\x00c"}
    answer = client.post(f"{ROOT}/import", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    (row,) = body(answer)["data"]
    assert (row["file"], row["account"], row["stored"]) == ("agpj.csv", "bc", True)


def test_many_at_once_are_all_answered(application: Dash, client_of_demo: FlaskClient) -> None:
    account = an_account(client_of_demo)
    paths = ["accounts", f"metrics/{account}", f"reconcile/{account}", f"trades/{account}"] * 5

    def ask(path: str) -> int:
        status: int = application.server.test_client().get(f"{ROOT}/{path}").status_code
        return status

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(ask, paths)) == {200}
