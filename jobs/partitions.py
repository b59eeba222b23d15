"""Makes the partitions of the coming months and of rows that came for months without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, daily

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """At 00:20 UTC."""
    return daily("Partitions", hour=0, minute=20)


def run(services: Services) -> str:
    """Make what is missing."""
    return services.series_care.make_partitions()
