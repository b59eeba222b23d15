"""`GET /metrics`: what Prometheus reads; 404 when `METRICS_ENABLED` is off."""

from __future__ import annotations

from flask import Response, current_app
from flask_openapi3.blueprint import APIBlueprint
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import NotFound

from dashboard.context import services

blueprint = APIBlueprint("prometheus", __name__, url_prefix="", doc_ui=False)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counters and gauges in the text format of Prometheus."""
    if not services().settings.metrics_enabled:
        raise NotFound
    return Response(current_app.extensions["monitoring"].text(), content_type=CONTENT_TYPE_LATEST)
