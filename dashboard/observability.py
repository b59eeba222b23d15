"""Logs and request ids: one line per request, the same id in answer, error and log."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import TYPE_CHECKING

import structlog
from flask import g, request
from structlog.dev import ConsoleRenderer
from structlog.stdlib import ProcessorFormatter

if TYPE_CHECKING:
    from flask import Flask, Response
    from structlog.typing import Processor

    from services.settings import Settings

HEADER = "X-Request-ID"
ACCEPTED_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
QUIET = ("/assets/", "/_dash-component-suites/", "/_favicon.ico", "/health", "/ready", "/metrics")

log = structlog.get_logger(__name__)


def configure_logs(settings: Settings) -> None:
    """Write logs to stderr, for people or as one JSON object a line; other libraries' too."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_shared(), ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    last = _last(settings.log_format)
    handler = logging.StreamHandler()
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=_shared(), processors=[ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    logging.getLogger("apscheduler.executors.default").setLevel(logging.CRITICAL)  # `jobs` logs them once
    for name in ("apscheduler.scheduler", "alembic", "werkzeug"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _last(log_format: str) -> list[Processor]:
    """How a line is written; tracebacks come without local values, which may hold secrets."""
    if log_format == "console":
        return [ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [structlog.processors.ExceptionRenderer(tracebacks), structlog.processors.JSONRenderer()]


def install(server: Flask) -> None:
    """Give every request of *server* an id and one line in the log."""
    server.before_request_funcs.setdefault(None, []).insert(0, _begin)  # before anything that may refuse
    server.after_request(_end)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if ACCEPTED_ID.fullmatch(given) else uuid.uuid4().hex
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.get("request_id", "")
    write = log.debug if request.path.startswith(QUIET) else log.info
    write(
        "request",
        method=request.method,
        path=request.path,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        duration_ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        remote=request.remote_addr,
    )
    return response
