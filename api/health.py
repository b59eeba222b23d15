"""`/health` for people and monitors, `/ready` for load balancers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from flask import Response, current_app, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

import api
from dashboard import handover, live
from dashboard.context import job_states, services
from services.errors import UnavailableError
from services.live.frame import MarketState

if TYPE_CHECKING:
    from services.storage.engine import Database

OK = "ok"
DOWN = "down"
NOT_CONFIGURED = "not configured"
STARTING_SECONDS = 15.0
STANDBY = "standby"
STARTING = "starting"

blueprint = APIBlueprint("health", __name__, url_prefix="", abp_tags=[Tag(name="health")])


class Health(BaseModel):
    """State of the product, `degraded` when a part that should run does not, and how the series are kept."""

    status: Literal["healthy", "degraded"]
    timestamp: datetime
    version: str
    services: dict[str, str]
    timeseries: Literal["plain", "timescale_apache", "timescale"] | None


class Ready(BaseModel):
    """Whether requests can be served."""

    ready: bool
    database: str


@blueprint.get("/health", responses={"200": Health})
def health() -> Response:
    """State of every part; 200 even when degraded, so that the answer can be read."""
    parts = _parts()
    return jsonify(
        status="degraded" if DOWN in parts.values() else "healthy",
        timestamp=datetime.now(UTC),
        version=api.product_version(),
        services=parts,
        timeseries=services().capability.value if parts["database"] == OK else None,
    )


@blueprint.get("/ready", responses={"200": Ready, "503": Ready})
def ready() -> Response:
    """200 when the database answers, 503 when it does not."""
    state = _database(services().database)
    response = jsonify(ready=state == OK, database=state)
    response.status_code = 200 if state == OK else 503
    return response


def _parts() -> dict[str, str]:
    parts = {"database": _database(services().database), "pnl_tracker": _engine(), "market_data": _market()}
    parts |= _jobs(is_database_up=parts["database"] == OK)
    parts["stream"] = _stream()
    return parts


def _engine() -> str:
    """Whether somebody leads the feed and its frames are heard."""
    heard = live.hearing()
    if heard is None:
        return NOT_CONFIGURED
    if heard.is_live:
        return OK
    return DOWN if heard.seconds_since_start > STARTING_SECONDS else STARTING


def _market() -> str:
    """The feed's own word: ok, delayed, stale, closed or down."""
    heard = live.hearing()
    market = None if heard is None else heard.market()
    if market is None:
        return _engine()
    return OK if market.state is MarketState.LIVE else market.state.value


def _stream() -> str:
    """The sockets of this process, or the way to those of another."""
    stream = live.stream()
    if stream is None:
        way = handover.installed()
        return OK if way is not None and way.leads_somewhere else NOT_CONFIGURED
    return OK if stream.state().is_alive else DOWN


def _jobs(*, is_database_up: bool) -> dict[str, str]:
    """Whether somebody leads the jobs, and how the retention's last run ended."""
    if current_app.extensions.get("jobs") is None:
        return dict.fromkeys(("scheduler", "data_retention"), NOT_CONFIGURED)
    if not is_database_up:
        return dict.fromkeys(("scheduler", "data_retention"), DOWN)
    states = {state.name: state for state in job_states(datetime.now(UTC))}
    retention = states["retention"].word
    return {
        "scheduler": OK if services().someone_leads_jobs else STANDBY,
        "data_retention": DOWN if retention in ("failed", "overdue") else OK,
    }


def _database(database: Database) -> str:
    try:
        database.ping()
    except UnavailableError:
        return DOWN
    return OK
