"""Brings the summaries of the snapshots up to date every minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """Every minute."""
    return every("Rollup refresh", seconds=60)


def run(services: Services) -> str:
    """Refresh what has changed."""
    return services.series_care.refresh()
