"""The guard: policies of production and development, origins, host names, the key."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, request

from dashboard.security import Guard, install, secret_key
from services.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

DESK = "https://desk.example.com"


def _guard(**environment: str) -> Guard:
    app: Any = SimpleNamespace(csp_hashes=lambda: ["'sha256-abc'"])
    return Guard(app, load(environment))


def _client(**environment: str) -> FlaskClient:
    guard, server = _guard(**environment), Flask("guarded")
    server.before_request(guard.check)
    server.after_request(guard.add_headers)
    server.add_url_rule("/api/v1/thing", "thing", lambda: "done", methods=["GET", "POST"])
    server.add_url_rule("/ws", "ws", lambda: "stream")
    return server.test_client()


@pytest.mark.parametrize(("proxies", "believed"), [("0", "10.0.0.7"), ("1", "5.6.7.8"), ("2", "1.2.3.4")])
def test_only_proxies_that_are_trusted_say_who_asks(proxies: str, believed: str) -> None:
    server = Flask("proxied")
    app: Any = SimpleNamespace(csp_hashes=list, server=server)
    install(app, load({"TRUSTED_PROXIES": proxies, "SECRET_KEY": "k" * 32, "HOST": "0.0.0.0"}))
    server.add_url_rule("/who", "who", lambda: f"{request.remote_addr} {request.host}")
    answer = server.test_client().get(
        "/who",
        headers={"X-Forwarded-For": "1.2.3.4, 5.6.7.8", "X-Forwarded-Host": "evil.example", "Host": "desk"},
        environ_base={"REMOTE_ADDR": "10.0.0.7"},
    )
    assert answer.text == f"{believed} desk"


def test_scripts_are_allowed_by_hash_in_production() -> None:
    assert "script-src 'self' 'sha256-abc';" in _guard().policy


def test_development_allows_what_the_debugging_aids_need() -> None:
    assert "'unsafe-eval'" in _guard(ENVIRONMENT="development").policy


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_allowed_origin_may_read_and_change(method: str) -> None:
    client = _client(CORS_ORIGINS=DESK)
    response = client.open("/api/v1/thing", method=method, headers={"Origin": DESK})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == DESK


def test_another_origin_may_neither_change_nor_read() -> None:
    client = _client(CORS_ORIGINS=DESK)
    evil = {"Origin": "https://desk.example.com.evil.example"}
    assert client.post("/api/v1/thing", headers=evil).status_code == 403
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/thing", headers=evil).headers


def test_the_stream_is_for_our_own_pages() -> None:
    client = _client()
    assert client.get("/ws", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.get("/ws", headers={"Origin": "http://localhost"}).status_code == 200
    assert client.get("/ws").status_code == 200


def test_a_program_without_an_origin_may_change() -> None:
    assert _client().post("/api/v1/thing").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("rebound.example", 403)],
)
def test_only_the_names_of_this_machine_are_answered(host: str, status: int) -> None:
    assert _client().get("/api/v1/thing", headers={"Host": host}).status_code == status


def test_a_named_origin_is_a_name_we_answer_to() -> None:
    client = _client(CORS_ORIGINS=DESK)
    assert client.get("/api/v1/thing", headers={"Host": "desk.example.com"}).status_code == 200


def test_every_name_is_answered_beyond_this_machine() -> None:
    assert _client(HOST="0.0.0.0").get("/api/v1/thing", headers={"Host": "any.example"}).status_code == 200


def test_a_key_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    settings = load({"DATA_DIR": str(tmp_path)})
    key = secret_key(settings)
    assert len(key) >= 32
    assert secret_key(settings) == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_key_that_is_set_is_used(tmp_path: Path) -> None:
    assert secret_key(load({"SECRET_KEY": "k" * 32, "DATA_DIR": str(tmp_path)})) == "k" * 32
    assert list(tmp_path.iterdir()) == []
