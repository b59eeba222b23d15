"""What Prometheus reads: well-formed, without accounts or money, and honest about the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families

from dashboard import context
from services.container import Services
from services.job_run import JobRun, RunStatus
from services.storage.engine import Database
from tests.jobs.test_jobs import NOON

if TYPE_CHECKING:
    from dash import Dash
    from flask.testing import FlaskClient


def _samples(client: FlaskClient) -> dict[tuple[str, ...], float]:
    text = client.get("/metrics").get_data(as_text=True)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_not_by_account(client: FlaskClient) -> None:
    before = _samples(client).get(("tradeperf_http_requests_total", "GET", "/ready", "200"), 0)
    client.get("/ready")
    assert _samples(client)["tradeperf_http_requests_total", "GET", "/ready", "200"] == before + 1


def test_jobs_are_counted_and_their_last_good_run_is_told(client: FlaskClient, services: Services) -> None:
    services.job_runs.begin(JobRun("backup", RunStatus.OK, NOON, NOON, seconds=6.0))
    services.job_runs.begin(JobRun("feed", RunStatus.FAILED, NOON, NOON, runs=3, seconds=6.0))
    found = _samples(client)
    assert found["tradeperf_job_runs_total", "feed", "failed"] == 3
    assert found["tradeperf_job_last_success_timestamp_seconds", "backup"] == NOON.timestamp()
    assert found["tradeperf_job_last_run_failed", "feed"] == 1
    assert found["tradeperf_job_last_duration_seconds", "feed"] == 2
    assert found["tradeperf_scheduler_leader",] == 0


def test_the_newest_proof_and_what_the_last_check_found_are_told(
    client: FlaskClient, services: Services
) -> None:
    assert ("tradeperf_backup_last_verified_timestamp_seconds",) not in _samples(client)
    made = services.backups.make("full")
    found = {"issues": [{"problem": "one"}], "count": 2}
    services.job_runs.begin(JobRun("integrity", RunStatus.FAILED, NOON, NOON, detail=found))
    told = _samples(client)
    assert told["tradeperf_backup_last_verified_timestamp_seconds",] == made.created_at.timestamp()
    assert told["tradeperf_integrity_violations",] == 2


def test_a_database_that_is_down_is_said_and_the_rest_is_still_told(app: Dash, client: FlaskClient) -> None:
    assert _samples(client)["tradeperf_database_up",] == 1
    lost = Database("postgresql://nobody@127.0.0.1:1/nothing")
    known = context.services().settings
    context.install(app.server, Services(known, lost, None))
    assert _samples(client)["tradeperf_database_up",] == 0


def test_it_can_be_turned_off(app: Dash, client: FlaskClient, services: Services) -> None:
    settings = services.settings.model_copy(update={"metrics_enabled": False})
    context.install(app.server, Services(settings, services.database, None))
    assert client.get("/metrics").status_code == 404


def test_no_account_is_told(app: Dash, client: FlaskClient, demo_services: Services) -> None:
    context.install(app.server, demo_services)
    account = demo_services.performance.accounts()[0]
    assert client.get(f"/api/v1/performance/pnl/{account.id}").status_code == 200
    text = client.get("/metrics").get_data(as_text=True)
    assert "/api/v1/performance/pnl/<account_id>" in text
    assert str(account.id) not in text
    assert account.login not in text
