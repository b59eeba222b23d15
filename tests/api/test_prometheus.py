"""What Prometheus reads: well-formed, without accounts or money, and honest about the database."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from dashboard import context
from dashboard.live import KEY
from services.container import Services
from services.feed import FeedBatch
from services.job_run import JobRun, RunStatus
from services.live.bus.local_bus import LocalBus
from services.live.frame import Market, MarketState, StateFrame, decoded, encoded
from services.live.hearing import Hearing
from services.live.numbers import FeedNumbers, StreamState
from services.storage import pushes
from services.storage.engine import Database
from services.storage.leader import FEED, JOBS, Leader
from tests.jobs.test_jobs import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash
    from flask.testing import FlaskClient


COUNTED = StreamState(
    is_alive=True, seq=9, clients=4, frames=50, gaps=1, delivered=200, lost=6, dropped={"left": 5}
)


@pytest.fixture
def live(app: Dash) -> Iterator[LocalBus]:
    """The bus that the application hears."""
    bus = LocalBus()
    app.server.extensions[KEY] = SimpleNamespace(hearing=Hearing(bus), stream=None)
    yield bus
    del app.server.extensions[KEY]


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


def test_who_leads_is_told_wherever_it_runs(client: FlaskClient, services: Services) -> None:
    assert _samples(client)["tradeperf_feed_leader",] == 0
    leaders = Leader(services.database, FEED), Leader(services.database, JOBS)
    assert all(leader.leads() for leader in leaders)
    told = _samples(client)
    assert (told["tradeperf_feed_leader",], told["tradeperf_scheduler_leader",]) == (1, 1)
    for leader in leaders:
        leader.resign()


def test_what_agents_pushed_is_counted_where_they_do(
    app: Dash, client: FlaskClient, services: Services
) -> None:
    assert ("tradeperf_ingest_waiting_batches",) not in _samples(client)
    settings = services.settings.model_copy(update={"market_data_provider": "agent"})
    context.install(app.server, Services(settings, services.database, None))
    with services.database.begin() as connection:
        pushes.put(connection, "1", "Srv", FeedBatch())
    assert _samples(client)["tradeperf_ingest_waiting_batches",] == 1


def test_without_live_parts_nothing_live_is_told(client: FlaskClient) -> None:
    assert not any(name.startswith("tradeperf_live") for name, *_ in _samples(client))


def test_a_silent_leader_is_told_and_no_old_numbers(live: LocalBus, client: FlaskClient) -> None:
    told = _samples(client)
    assert told["tradeperf_live_up",] == 0
    assert told["tradeperf_provider_up", "simulated"] == 0
    assert ("tradeperf_live_seq",) not in told
    assert ("tradeperf_ws_connections",) not in told


def test_what_the_leader_has_counted_is_told(live: LocalBus, client: FlaskClient) -> None:
    feed = FeedNumbers(3, 7, {"ask below bid": 2}, fed_at=1_700_000_000_500)
    market = Market("simulated", MarketState.STALE, quote_time=1_700_000_000_000)
    frame = StateFrame(9, 1, market, (), {}, {}, feed, COUNTED)
    live.publish(decoded(encoded(frame)))
    told = _samples(client)
    assert {
        "tradeperf_live_up": 1,
        "tradeperf_live_seq": 9,
        "tradeperf_live_accounts": 3,
        "tradeperf_live_positions": 7,
        "tradeperf_last_quote_timestamp_seconds": 1_700_000_000,
        "tradeperf_ingest_last_success_timestamp_seconds": 1_700_000_000.5,
        "tradeperf_ws_connections": 4,
        "tradeperf_ws_frames_total": 50,
        "tradeperf_ws_gaps_total": 1,
        "tradeperf_ws_messages_sent_total": 200,
    }.items() <= {name: value for (name, *labels), value in told.items() if not labels}.items()
    assert told["tradeperf_provider_up", "simulated"] == 1
    assert told["tradeperf_market_state", "stale"] == 1
    assert told["tradeperf_market_state", "live"] == 0
    assert told["tradeperf_quotes_refused_total", "ask_below_bid"] == 2
    assert told["tradeperf_ws_messages_dropped_total", "slow"] == 6
    assert told["tradeperf_ws_disconnects_total", "left"] == 5


def test_a_stream_of_this_process_tells_its_own_numbers(
    live: LocalBus, app: Dash, client: FlaskClient
) -> None:
    own = replace(COUNTED, clients=11)
    app.server.extensions[KEY].stream = SimpleNamespace(state=lambda: own)
    live.publish(StateFrame(9, 1, Market("simulated", MarketState.LIVE), (), {}, {}, None, COUNTED))
    assert _samples(client)["tradeperf_ws_connections",] == 11


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
