"""What Prometheus reads: requests of this process, and the state of jobs, backups and connections."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from dashboard.context import services
from dashboard.live_monitoring import PREFIX, LiveCollector
from services.errors import ServiceError
from services.job_run import RunStatus
from services.storage import pushes
from services.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response
    from prometheus_client.core import Metric

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
NO_ROUTE = "none"
QUEUED = "agent"


class Monitoring:
    """The registry of one application."""

    def __init__(self, server: Flask) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "route", "status")
        self._requests = Counter(
            f"{PREFIX}_http_requests", "Requests answered.", names, registry=self.registry
        )
        self._seconds = Histogram(
            f"{PREFIX}_http_request_duration_seconds",
            "Time to answer a request.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        build = Gauge(f"{PREFIX}_build", "The running version.", ["version"], registry=self.registry)
        build.labels(VERSION).set(1)
        self.registry.register(ServicesCollector())
        self.registry.register(LiveCollector(server))
        server.after_request(self._count)

    def text(self) -> bytes:
        """Everything, in the format of Prometheus."""
        return generate_latest(self.registry)

    def _count(self, response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        self._requests.labels(request.method, route, str(response.status_code)).inc()
        self._seconds.labels(route).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        return response


class ServicesCollector(Collector):
    """What is asked of the services at each scrape; of a database that is down only that it is down."""

    def describe(self) -> list[Metric]:
        """Nothing: a scrape asks, a registration does not."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The state of now."""
        pool = GaugeMetricFamily(
            f"{PREFIX}_db_pool_connections", "Connections of the main pool.", labels=["state"]
        )
        for state, number in services().database.pool().items():
            pool.add_metric([state], number)
        yield pool
        try:
            yield from self._leaders()
            yield from self._queue()
            yield from self._jobs()
            yield from self._proofs()
            is_up = 1
        except ServiceError:
            is_up = 0
        yield GaugeMetricFamily(f"{PREFIX}_database_up", "Whether the database answers.", is_up)

    def _leaders(self) -> Iterator[Metric]:
        """Whether any process leads, wherever it runs."""
        yield GaugeMetricFamily(
            f"{PREFIX}_scheduler_leader",
            "Whether a process runs the jobs.",
            int(services().someone_leads_jobs),
        )
        yield GaugeMetricFamily(
            f"{PREFIX}_feed_leader", "Whether a process leads the feed.", int(services().someone_leads_feed)
        )

    def _queue(self) -> Iterator[Metric]:
        """What agents pushed, where they do."""
        if services().settings.market_data_provider != QUEUED:
            return
        with services().database.read() as connection:
            waiting = pushes.count(connection)
        yield GaugeMetricFamily(
            f"{PREFIX}_ingest_waiting_batches", "Pushed batches that nobody has booked yet.", waiting
        )

    def _jobs(self) -> Iterator[Metric]:
        record = services().job_runs
        runs = CounterMetricFamily(
            f"{PREFIX}_job_runs", "Runs of a job by how they ended.", labels=["job", "status"]
        )
        for (job, status), number in sorted(record.counts().items()):
            runs.add_metric([job, status.value], number)
        good = GaugeMetricFamily(
            f"{PREFIX}_job_last_success_timestamp_seconds", "End of the last good run.", labels=["job"]
        )
        for job, run in sorted(record.last_good().items()):
            if run.finished_at is not None:
                good.add_metric([job], run.finished_at.timestamp())
        ended = sorted(record.last_ended().items())
        failed = GaugeMetricFamily(
            f"{PREFIX}_job_last_run_failed", "Whether the last run failed.", labels=["job"]
        )
        seconds = GaugeMetricFamily(
            f"{PREFIX}_job_last_duration_seconds", "Mean time of the last runs.", labels=["job"]
        )
        for job, run in ended:
            failed.add_metric([job], int(run.status is RunStatus.FAILED))
            seconds.add_metric([job], run.seconds / run.runs)
        yield from (runs, good, failed, seconds)

    def _proofs(self) -> Iterator[Metric]:
        """When the newest proven backup was made, and what the last check found."""
        proven = [backup.created_at for backup in services().backups.list() if backup.verified]
        if proven:
            yield GaugeMetricFamily(
                f"{PREFIX}_backup_last_verified_timestamp_seconds",
                "When the newest proven backup was made.",
                max(proven).timestamp(),
            )
        checked = services().job_runs.last_ended().get("integrity")
        if checked is not None:
            yield GaugeMetricFamily(
                f"{PREFIX}_integrity_violations",
                "Issues that the last check found.",
                checked.detail.get("count", 0),
            )
