"""The parts as containers run them: started at once on an empty database, behind nginx where there is one."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import make_url
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from services.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.storage.embedded import EmbeddedServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn and roles are not for Windows")
SECONDS = 120
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
WORKER = [sys.executable, "app.py", "run", "--role", "worker"]
CHECK = [sys.executable, "-m", "deploy.ready"]


@dataclass
class Deployment:
    """Pages and API, stream, and worker, each a process on the same database and folder."""

    web: int
    stream: int
    environment: dict[str, str]

    def check(self, *words: str, port: int) -> int:
        """The exit code of a health check."""
        environment = self.environment | {"PORT": str(port)}
        return subprocess.run([*CHECK, *words], check=False, env=environment, cwd=PROJECT).returncode


@pytest.fixture(scope="module")
def deployment(server: EmbeddedServer, data_dir: Path) -> Iterator[Deployment]:
    name = f"deployed_{uuid.uuid4().hex}"
    ports = _free_port(), _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": server.url_of(name),
        "DATA_DIR": str(data_dir / "deployed"),
        "TRUSTED_PROXIES": "1",
        "LOG_FORMAT": "json",
    }
    parts = [
        (GUNICORN, {"ROLE": "web", "PORT": str(ports[0])}),
        (GUNICORN, {"ROLE": "stream", "PORT": str(ports[1])}),
        (WORKER, {}),
    ]
    with _database(environment["DATABASE_URL"]), ExitStack() as ending:
        for command, more in parts:
            process = subprocess.Popen(command, env=environment | more, cwd=PROJECT)
            ending.callback(process.wait, SECONDS)
            ending.callback(process.terminate)
        yield Deployment(*ports, environment)


@pytest.fixture(scope="module")
def proxied(deployment: Deployment, data_dir: Path) -> Iterator[int]:
    """The port of nginx with the configuration of the containers, other addresses put in."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    port, path = _free_port(), data_dir / "nginx.conf"
    text = (PROJECT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    replaced = {
        "http://web:8000": f"http://127.0.0.1:{deployment.web}",
        "http://stream:8000": f"http://127.0.0.1:{deployment.stream}",
        "listen 8080": f"listen 127.0.0.1:{port}",
        "/tmp/": f"{data_dir}/",
    }
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    process = subprocess.Popen([NGINX, "-c", str(path), "-p", str(data_dir), "-g", "daemon off;"])
    yield port
    process.terminate()
    process.wait(SECONDS)


@contextmanager
def _database(url: str) -> Iterator[None]:
    """An empty database of this name for as long as it is needed."""
    name = make_url(url).database
    admin = url.replace(str(name), "postgres").replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template1")
        yield
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while True:
        try:
            if holds():
                return
        except (OSError, urllib.error.URLError):
            pass
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.3)


def _get(port: int, path: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def _heard(port: int, count: int, **options: Any) -> list[dict[str, Any]]:
    with connect(f"ws://127.0.0.1:{port}/ws", open_timeout=30, **options) as ws:
        return [json.loads(ws.recv(timeout=SECONDS)) for _ in range(count)]


def test_parts_that_start_at_once_on_an_empty_database_all_get_ready(deployment: Deployment) -> None:
    for port in (deployment.web, deployment.stream):
        _until(lambda port=port: _get(port, "/ready")[0] == 200)  # type: ignore[misc] # bound at once
        assert deployment.check(port=port) == 0
    _until(lambda: deployment.check("worker", port=1) == 0)


def test_the_stream_hears_the_worker_and_tells_its_clients(deployment: Deployment) -> None:
    _until(lambda: _get(deployment.stream, "/ready")[0] == 200)
    hello, snapshot = _heard(deployment.stream, 2)
    assert (hello["type"], snapshot["type"]) == ("hello", "snapshot")
    assert snapshot["seq"] > 0


def test_pages_know_of_the_worker_and_have_no_stream_of_their_own(deployment: Deployment) -> None:
    _until(lambda: json.loads(_get(deployment.web, "/health")[1])["services"]["pnl_tracker"] == "ok")
    parts = json.loads(_get(deployment.web, "/health")[1])["services"]
    assert (parts["scheduler"], parts["stream"]) == ("ok", "not configured")
    assert json.loads(_get(deployment.stream, "/health")[1])["services"]["stream"] == "ok"
    with pytest.raises(InvalidStatus) as refused:
        _heard(deployment.web, 1)
    assert refused.value.response.status_code == 503
    assert json.loads(refused.value.response.body)["error"]["code"] == "unavailable"


def test_each_process_tells_prometheus_what_it_knows(deployment: Deployment) -> None:
    _until(lambda: "tradeperf_live_up 1.0" in _get(deployment.web, "/metrics")[1])
    _until(lambda: "tradeperf_live_up 1.0" in _get(deployment.stream, "/metrics")[1])
    web, stream = (_get(port, "/metrics")[1] for port in (deployment.web, deployment.stream))
    for text in (web, stream):
        assert "tradeperf_feed_leader 1.0" in text
        assert 'tradeperf_provider_up{provider="simulated"} 1.0' in text
        assert "tradeperf_live_accounts 0.0" in text
    assert "tradeperf_ws_frames_total" in stream
    assert "tradeperf_ws_frames_total" not in web


def test_a_role_that_serves_nothing_and_a_wrong_setting_are_one_line(deployment: Deployment) -> None:
    for wrong, word in (({"ROLE": "worker"}, "ROLE"), ({"RATE_LIMIT": "many"}, "RATE_LIMIT")):
        environment = deployment.environment | wrong
        done = subprocess.run(
            GUNICORN,
            check=False,
            env=environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert word in done.stderr


def test_a_check_says_that_nothing_is_there(deployment: Deployment) -> None:
    assert deployment.check(port=_free_port()) == 1


def test_pages_tell_of_the_stream_where_all_run_at_once(deployment: Deployment, data_dir: Path) -> None:
    port, folder = _free_port(), str(data_dir / "at_once")
    environment = deployment.environment | {"DATA_DIR": folder, "PORT": str(port)}
    environment["DATABASE_URL"] = environment["DATABASE_URL"].replace("deployed_", "at_once_")
    with _database(environment["DATABASE_URL"]), ExitStack() as ending:
        process = subprocess.Popen(
            [sys.executable, "app.py", "run", "--no-demo"], env=environment, cwd=PROJECT
        )
        ending.callback(process.wait, SECONDS)
        ending.callback(process.terminate)
        _until(lambda: _get(port, "/ws")[0] == 426)
        with connect(f"ws://127.0.0.1:{port}/ws", open_timeout=30):
            _until(lambda: "tradeperf_ws_connections 1.0" in _get(port, "/metrics")[1])


class TestBehindNginx:
    def test_pages_and_api_are_served(self, proxied: int) -> None:
        _until(lambda: _get(proxied, "/ready")[0] == 200)
        assert _get(proxied, "/")[0] == 200
        assert _get(proxied, "/api/v1/nothing")[0] == 404

    def test_the_stream_is_at_the_same_port(self, proxied: int) -> None:
        _until(lambda: _get(proxied, "/ready")[0] == 200)
        _until(lambda: _get(proxied, "/ws")[0] == 426)
        origin = f"http://127.0.0.1:{proxied}"
        assert [frame["type"] for frame in _heard(proxied, 2, origin=origin)] == ["hello", "snapshot"]
        with pytest.raises(InvalidStatus) as refused:
            _heard(proxied, 1, origin="https://other.example.com")
        assert refused.value.response.status_code == 403

    def test_another_site_may_change_nothing(self, proxied: int) -> None:
        _until(lambda: _get(proxied, "/ready")[0] == 200)
        request = urllib.request.Request(
            f"http://127.0.0.1:{proxied}/api/v1/performance/retention/apply",
            data=b"{}",
            headers={"Origin": "https://other.example.com", "Content-Type": "application/json"},
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)
        with refused.value as error:
            assert error.code == 403
