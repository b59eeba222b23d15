"""Retention over the command line and HTTP: a dry run by default, the contract's fields, known tables."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

import app
from dashboard import context
from tests.retention.aging import FAR, age, deals_of_months, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash import Dash
    from flask.testing import FlaskClient

    from services.container import Services

OLD = {"RETENTION_TRADE_DAYS": "1"}
ROOT = "/api/v1/performance"


@dataclass
class Result:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(
    plain: Services, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """The command line on this test's installation, where everything is old after a day."""
    post(plain, deals_of_months())
    for name, value in {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(plain.settings.data_dir),
        **OLD,
    }.items():
        monkeypatch.setenv(name, value)

    def call(*words: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["app.py", "retention", *words])
        with pytest.raises(SystemExit) as stopped:
            app.main()
        return Result(int(stopped.value.code or 0), *capsys.readouterr())

    return call


def test_a_dry_run_is_the_default_and_says_so(run: Callable[..., Result], plain: Services) -> None:
    dry = run("apply")
    assert dry.returncode == 0
    assert "25 rows would be archived" in dry.stdout
    assert dry.stderr == "Dry run: nothing was changed; add --apply.\n"
    assert plain.retention.list() == ()


def test_apply_does_it_and_list_names_the_files(run: Callable[..., Result]) -> None:
    done = json.loads(run("apply", "deals", "--apply", "--json").stdout)
    assert done["retention_results"] == {"archived": 25, "compressed": 0, "purged": 0}
    assert (done["table_name"], done["dry_run"], done["waiting"]) == ("deals", False, [])
    listed = json.loads(run("list", "--json").stdout)
    assert {row["state"] for row in listed} == {"verified"}
    assert sum(row["rows"] for row in listed) == 25
    assert "deals" in run("list").stdout
    assert json.loads(run("plan", "deals", "--json").stdout) == []


def test_plan_lists_what_is_due(run: Callable[..., Result]) -> None:
    rows = json.loads(run("plan", "--json").stdout)
    assert {row["table"] for row in rows} == {"deals", "trade_performance"}
    assert all(row["archive"] and not row["remove"] for row in rows)
    assert "2026-01" in run("plan").stdout


def test_an_unknown_table_is_a_wrong_input_that_names_the_right_ones(run: Callable[..., Result]) -> None:
    wrong = run("apply", "acounts")
    assert wrong.returncode == 2
    assert "choose one of performance_snapshots" in wrong.stderr


@pytest.fixture
def aged_client(application: Dash, plain: Services) -> FlaskClient:
    """A client of an installation whose deals have left."""
    post(plain, deals_of_months())
    age(plain)
    context.install(application.server, plain)
    client: FlaskClient = application.server.test_client()
    return client


def get(client: FlaskClient, path: str) -> Any:
    response = client.get(f"{ROOT}/{path}")
    assert response.status_code == 200, response.data
    return json.loads(response.data)


def test_the_interface_applies_retention_as_a_dry_run_unless_asked(
    application: Dash, services: Services
) -> None:
    post(services, deals_of_months())
    context.install(application.server, services)
    client = application.server.test_client()
    body = json.loads(client.post(f"{ROOT}/retention/apply").data)
    assert body["dry_run"] is True
    assert body["retention_results"] == {"archived": 0, "compressed": 0, "purged": 0}
    assert (body["table_name"], set(body["tables"])) == (
        None,
        set(services.retention.apply().tables),
    )
    body = json.loads(client.post(f"{ROOT}/retention/apply?table_name=quotes&dry_run=false").data)
    assert (body["table_name"], body["dry_run"]) == ("quotes", False)
    wrong = client.post(f"{ROOT}/retention/apply?table_name=users")
    assert wrong.status_code == 422
    assert "trade_performance" in json.loads(wrong.data)["error"]["message"]


def test_history_and_metrics_say_what_comes_from_archive_files(
    aged_client: FlaskClient, plain: Services
) -> None:
    (account,) = plain.performance.accounts()
    body = get(aged_client, f"history/{account.id}?kind=deals")
    assert body["total_records"] == 25
    assert [part["table"] for part in body["archived"]] == ["deals"]
    assert body["archived"][0]["end"].startswith("2026-04-01")
    metrics = get(aged_client, f"metrics/{account.id}")
    assert {part["table"] for part in metrics["archived"]} == {"deals", "trade_performance"}
    young = get(aged_client, f"metrics/{account.id}?start_date=2026-05-01&end_date={FAR.date()}")
    assert young["archived"] == []


def test_a_damaged_file_is_an_error_of_ours_in_the_interface(
    aged_client: FlaskClient, plain: Services
) -> None:
    (account,) = plain.performance.accounts()
    for path in plain.settings.archives.rglob("*.parquet"):
        path.unlink()
    response = aged_client.get(f"{ROOT}/history/{account.id}?kind=deals")
    assert response.status_code == 500
    error = json.loads(response.data)["error"]
    assert "restore latest --archives-only" in error["message"]
