"""What agents push: kept whole, in order, from those who have the token only."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from pydantic import SecretStr

from api.ingest import MOST_BYTES
from dashboard import context
from services.account_opening import Origin
from services.container import Services
from services.errors import UnavailableError
from services.feed import AccountReport, FeedBatch, ServerClock, ServerQuote
from services.feed_json import as_json
from services.storage import pushes, server_clocks, tables
from tests.api.test_fuzz import CHECKS
from tests.making import START, make_deal, make_statement, round_trip

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

from services.statement import StatedAccount

ROOT = "/api/v1/ingest"
TOKEN = "t" * 40
BEARER = {"Authorization": f"Bearer {TOKEN}"}
ACCOUNT = StatedAccount("1001", "USD", server="Test-Server")
BATCH = FeedBatch(reports=(AccountReport(ACCOUNT, deals=(make_deal(7, comment="é ' \\ \u2028"),)),))


def _serve(app: Dash, services: Services, **changes: object) -> FlaskClient:
    settings = services.settings.model_copy(update=changes)
    context.install(app.server, Services(settings, services.database, None))
    client: FlaskClient = app.server.test_client()
    return client


@pytest.fixture
def agent(app: Dash, services: Services) -> FlaskClient:
    return _serve(app, services, ingest_token=SecretStr(TOKEN), market_data_provider="agent")


def _push(client: FlaskClient, value: object, **headers: str) -> TestResponse:
    return client.post(f"{ROOT}/batch", json=value, headers={**BEARER, **headers})


def _message(answer: TestResponse) -> str:
    found: str = answer.get_json()["error"]["message"]
    return found


def test_a_batch_is_kept_and_handed_out_once(agent: FlaskClient, services: Services) -> None:
    answer = _push(agent, as_json(BATCH))
    assert (answer.status_code, answer.get_json()["deals_since"]) == (202, None)
    with services.database.begin() as connection:
        assert pushes.count(connection) == 1
        waiting = pushes.oldest(connection)
        assert waiting is not None
        assert waiting.tzinfo is not None
        assert pushes.take(connection, 10) == (BATCH,)
        assert pushes.take(connection, 10) == ()
        assert (pushes.count(connection), pushes.oldest(connection)) == (0, None)


def test_without_the_token_nothing_is_taken(agent: FlaskClient, services: Services) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer é"},
    ):
        answer = agent.post(f"{ROOT}/batch", json=as_json(BATCH), headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
        assert agent.get(f"{ROOT}/state?login=1&server=S", headers=headers).status_code == 401
    with services.database.read() as connection:
        assert pushes.count(connection) == 0


def test_the_token_is_asked_for_before_the_body_is_read(agent: FlaskClient) -> None:
    assert agent.post(f"{ROOT}/batch", json={"nonsense": 1}).status_code == 401


def test_it_is_off_until_a_token_is_set(app: Dash, services: Services) -> None:
    answer = _push(_serve(app, services, market_data_provider="agent"), as_json(BATCH))
    assert answer.status_code == 403
    assert "INGEST_TOKEN" in _message(answer)


def test_another_provider_is_a_conflict(app: Dash, services: Services) -> None:
    answer = _push(_serve(app, services, ingest_token=SecretStr(TOKEN)), as_json(BATCH))
    assert answer.status_code == 409
    assert "MARKET_DATA_PROVIDER" in _message(answer)


def test_a_batch_that_is_too_large_is_413(agent: FlaskClient) -> None:
    answer = agent.post(
        f"{ROOT}/batch", data=b" " * (MOST_BYTES + 1), content_type="application/json", headers=BEARER
    )
    assert answer.status_code == 413


def test_another_sites_page_may_not_push(agent: FlaskClient) -> None:
    assert _push(agent, as_json(BATCH), Origin="https://evil.example").status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": 2}, "version"),
        ({"reports": []}, "reports"),
        ({"reports": "x"}, "reports"),
        ({"more": 1}, "more"),
        (
            {"quotes": [{"server": "Other", "symbol": "X", "time": START.isoformat(), "bid": 1, "ask": 1}]},
            "quotes.0",
        ),
    ],
)
def test_a_wrong_field_is_named(agent: FlaskClient, change: dict[str, Any], field: str) -> None:
    answer = _push(agent, {**as_json(BATCH), **change})
    assert answer.status_code == 422
    assert _message(answer).startswith(field)


def test_text_that_a_database_cannot_hold_is_refused(agent: FlaskClient) -> None:
    value = as_json(BATCH)
    value["reports"][0]["deals"][0]["comment"] = "a\x00b"
    assert _push(agent, value).status_code == 422
    lone = json.dumps(value).replace("a\\u0000b", "\\ud800")
    answer = agent.post(f"{ROOT}/batch", data=lone, content_type="application/json", headers=BEARER)
    assert answer.status_code in (400, 422)


def test_deals_are_wanted_from_three_days_before_the_newest_that_is_booked(
    agent: FlaskClient, services: Services
) -> None:
    services.ingest.post([make_statement(round_trip(1, 5))], Origin("x", "0" * 64, None, "UTC+2"), store=True)
    expected = (round_trip(1, 5)[1].server_time - timedelta(days=3)).isoformat()
    assert _push(agent, as_json(BATCH)).get_json()["deals_since"] == expected
    asked = agent.get(f"{ROOT}/state?login=1001&server=Test-Server", headers=BEARER)
    assert asked.get_json() == {"deals_since": expected}
    other = agent.get(f"{ROOT}/state?login=1001&server=Other", headers=BEARER)
    assert other.get_json() == {"deals_since": None}


def test_a_rollback_puts_the_batches_back(services: Services) -> None:
    with services.database.begin() as connection:
        pushes.put(connection, "1001", "S", BATCH)
    with services.database.connect() as connection, connection.begin() as transaction:
        assert pushes.take(connection, 1) == (BATCH,)
        transaction.rollback()
    with services.database.begin() as connection:
        assert pushes.take(connection, 1) == (BATCH,)


def test_batches_come_out_in_order_and_bounded(services: Services) -> None:
    batches = [FeedBatch(quotes=(ServerQuote("S", f"X{number}", START, 1.0, 2.0),)) for number in range(5)]
    with services.database.begin() as connection:
        for batch in batches:
            pushes.put(connection, "1001", "S", batch)
    with services.database.begin() as connection:
        assert list(pushes.take(connection, 3)) == batches[:3]
        assert list(pushes.take(connection, 3)) == batches[3:]


def test_two_takers_never_share_a_batch(services: Services) -> None:
    with services.database.begin() as connection:
        for _ in range(4):
            pushes.put(connection, "1001", "S", BATCH)
    with services.database.begin() as first, services.database.begin() as second:
        assert len(pushes.take(first, 3)) == 3
        assert len(pushes.take(second, 3)) == 1


def test_a_full_queue_says_so(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushes, "MOST_WAITING", 1)
    with services.database.begin() as connection:
        pushes.put(connection, "1001", "S", BATCH)
        with pytest.raises(UnavailableError):
            pushes.put(connection, "1001", "S", BATCH)


def test_what_nobody_can_read_does_not_stop_the_queue(services: Services) -> None:
    with services.database.begin() as connection:
        old = {"login": "1001", "server": "S", "batch": {"version": 0}}
        connection.execute(tables.pushed_batches.insert().values(old))
        pushes.put(connection, "1001", "S", BATCH)
        assert pushes.take(connection, 10) == (BATCH,)
        assert pushes.count(connection) == 0


def test_the_history_of_a_clock_is_kept(services: Services) -> None:
    winter = ServerClock(datetime(2026, 1, 5, tzinfo=UTC), "NY+7", 120)
    summer = ServerClock(datetime(2026, 7, 6, tzinfo=UTC), "EET", 180)
    with services.database.begin() as connection:
        for clock in (summer, winter, summer):
            server_clocks.keep(connection, "S", clock)
        server_clocks.keep(connection, "Other", winter)
        assert server_clocks.read(connection, "S") == (winter, summer)
        assert server_clocks.read(connection, "None") == ()


def test_whatever_is_pushed_is_answered_as_described(app: Dash, agent: FlaskClient) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app.server)
    for made in schema.include(path_regex=f"^{ROOT}").get_all_operations():
        operation = cast("Any", made).ok()

        def ask(case: Any) -> None:
            case.call_and_validate(headers={**BEARER, "Accept-Encoding": "identity"}, checks=CHECKS)

        bounds = limits(
            max_examples=25,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        bounds(given(case=operation.as_strategy())(ask))()
