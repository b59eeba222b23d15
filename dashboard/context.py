"""The services of the running application, for pages, resources and callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, has_app_context

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from services.container import Services
    from services.job_run import JobState

KEY, JOBS = "services", "jobs"
_newest: list[Services] = []


def install(server: Flask, services: Services) -> None:
    """Make *services* what `services()` answers inside *server*, and outside any application."""
    server.extensions[KEY] = services
    _newest[:] = [services]


def services() -> Services:
    """The services of the application at hand; outside a request, those installed last."""
    if has_app_context() and KEY in current_app.extensions:
        return cast("Services", current_app.extensions[KEY])
    if not _newest:
        raise RuntimeError("No services are installed: call dashboard.context.install first.")
    return _newest[0]


def job_states(now: datetime) -> tuple[JobState, ...]:
    """The jobs of the application as they stand; none where it was started without them."""
    jobs = current_app.extensions.get(JOBS) if has_app_context() else None
    return () if jobs is None else cast("tuple[JobState, ...]", jobs.states(now))
