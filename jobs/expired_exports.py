"""Removes files that were made for people 90 days ago, and the record of jobs that is as old."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jobs._schedule import Schedule, hourly
from services.export_history import KEPT_FOR

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """Every hour."""
    return hourly("Cleanup of expired exports", minute=41)


def run(services: Services) -> str:
    """Remove what has expired."""
    now = datetime.now(UTC)
    files = services.export_history.expire(now)
    runs = services.job_runs.forget(now - KEPT_FOR)
    return f"{files} files and {runs} old records of jobs removed."
