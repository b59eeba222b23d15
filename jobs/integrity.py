"""Checks every night whether what is stored is what the deals make; any issue counts as a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, daily
from services.job_run import Outcome

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """At 03:10 UTC, after retention and backup."""
    return daily("Integrity", hour=3, minute=10)


def run(services: Services) -> Outcome:
    """Check everything."""
    report = services.integrity.verify()
    return Outcome(report.sentence, report.detail, is_good=not report.issues)
