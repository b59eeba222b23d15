"""`/health` for people and monitors, `/ready` for load balancers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from flask import Response, current_app, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

import api
from dashboard.context import services
from services.errors import UnavailableError

if TYPE_CHECKING:
    from services.storage.engine import Database

OK = "ok"
DOWN = "down"
NOT_CONFIGURED = "not configured"
WORK = {"pnl_tracker": "simulated_feed", "market_data": "simulated_feed", "data_retention": "retention"}

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
    jobs = current_app.extensions.get("jobs")
    parts = {"database": _database(services().database)}
    parts |= {part: NOT_CONFIGURED if jobs is None else jobs.state(job) for part, job in WORK.items()}
    parts["scheduler"] = NOT_CONFIGURED if jobs is None else OK if jobs.scheduler.running else DOWN
    if services().settings.redis_url is not None:
        parts["redis"] = NOT_CONFIGURED
    return parts


def _database(database: Database) -> str:
    try:
        database.ping()
    except UnavailableError:
        return DOWN
    return OK
