"""Keeps the comparisons of all accounts that nothing has changed for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """Every five minutes."""
    return every("Comparisons ahead", seconds=300)


def run(services: Services) -> str:
    """Keep what is not kept yet."""
    return f"{services.comparison_keeping.fill()} comparisons kept."
