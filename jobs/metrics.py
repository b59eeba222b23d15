"""Keeps metrics and rankings by day, week, month and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, hourly

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """Every hour."""
    return hourly("Metrics and rankings by period", minute=6)


def run(services: Services) -> str:
    """Bring both up to date."""
    changed = services.periodic.fill()
    return f"{changed} sets of metrics computed, {services.periodic.rank()} periods ranked."
