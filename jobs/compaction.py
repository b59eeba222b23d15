"""Compacts the months of the series that are over: sorted by account, or compressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, daily

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """At 00:40 UTC."""
    return daily("Compaction", hour=0, minute=40)


def run(services: Services) -> str:
    """Compact what is over."""
    return services.series_care.compact()
