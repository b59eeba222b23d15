"""The command line and a served application, as a person meets them."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import pytest

from services.settings import PROJECT
from tests.platform.served import environment, free_port, part_of, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STOP_SECONDS = 30


def _call(data_dir: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "app.py"), *arguments]
    known = environment(data_dir, **more)
    return subprocess.run(
        command, check=False, capture_output=True, text=True, env=known, cwd=data_dir.parent
    )


@contextmanager
def _served(data_dir: Path, database_url: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "app.py"), "run", "--port", str(port), "--no-demo"],
        env=environment(data_dir, DATABASE_URL=database_url, LOG_FORMAT="json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Performance Tracker on http://localhost:{port}\n"
        yield process, f"http://localhost:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=STOP_SECONDS)


def _get(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_it_serves_logs_each_request_and_stops_cleanly_with_clients_that_never_let_go(
    data_dir: Path, database_url: str
) -> None:
    with _served(data_dir, database_url) as (process, url):
        port = int(url.rsplit(":", 1)[1])
        stuck = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
        for client in stuck:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        assert _get(f"{url}/ready")[0] == 200
        request = urllib.request.Request(url, headers={"X-Request-ID": "the-one-we-look-for"})
        with urllib.request.urlopen(request, timeout=30) as response:
            assert response.headers["X-Request-ID"] == "the-one-we-look-for"
        assert _get(f"{url}/api/v1/nothing")[0] == 404
        workers = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        _, errors = process.communicate(timeout=STOP_SECONDS)
        for client in stuck:
            client.close()
    assert process.returncode == 0
    assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)
    assert "Traceback" not in errors
    lines = [json.loads(line) for line in errors.splitlines()]
    (line,) = [line for line in lines if line.get("request_id") == "the-one-we-look-for"]
    assert (line["event"], line["status"], line["path"]) == ("request", 200, "/")


def test_a_part_that_dies_is_replaced_and_all_end_with_the_one_that_started_them(
    data_dir: Path, database_url: str
) -> None:
    with _served(data_dir, database_url) as (process, url):
        (worker,) = part_of(process, "web").children()
        worker.send_signal(signal.SIGKILL)
        assert _get(f"{url}/ready")[0] == 200
        before = {role: part_of(process, role) for role in ("web", "live", "jobs")}
        for part in before.values():
            part.send_signal(signal.SIGKILL)
        assert until(lambda: all(part_of(process, role).pid != part.pid for role, part in before.items()), 60)
        assert until(lambda: _get(f"{url}/ready")[0] == 200, 60)
        parts = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        _, alive = psutil.wait_procs(parts, timeout=STOP_SECONDS)
        assert alive == []


def test_a_taken_port_is_one_sentence(data_dir: Path, database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = _call(data_dir, "run", "--port", port, DATABASE_URL=database_url)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert port in result.stderr


def test_a_database_that_is_down_is_one_sentence(data_dir: Path) -> None:
    result = _call(data_dir, "migrate", DATABASE_URL="postgresql://tracker@127.0.0.1:1/tracker")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("setting", [{"PORT": "abc"}, {"DATABSE_URL": "x"}])
def test_a_wrong_setting_is_one_line_and_exit_2(data_dir: Path, setting: dict[str, str]) -> None:
    result = _call(data_dir, "config", **setting)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert next(iter(setting)) in result.stderr


def test_an_unknown_command_is_exit_2(data_dir: Path) -> None:
    assert _call(data_dir, "fly").returncode == 2


def test_the_configuration_is_printed_without_secrets(data_dir: Path) -> None:
    result = _call(data_dir, "config", "--json", MT5_PASSWORD="hunter2", PORT="8123")
    assert json.loads(result.stdout)["PORT"] == 8123
    assert "hunter2" not in result.stdout + result.stderr


def test_migrate_says_where_it_is(data_dir: Path, empty_url: str) -> None:
    result = _call(data_dir, "migrate", DATABASE_URL=empty_url)
    assert (result.returncode, result.stdout) == (0, "")
    assert "revision" in result.stderr


def test_help_names_every_command(data_dir: Path) -> None:
    result = _call(data_dir, "--help")
    assert result.returncode == 0
    assert all(name in result.stdout for name in ("run", "migrate", "config"))
