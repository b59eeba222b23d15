"""Moves the demo accounts' open positions every two seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(settings: Settings) -> Schedule | None:
    """Every two seconds, when the market data are simulated."""
    if settings.market_data_provider != "simulated":
        return None
    return every("Simulated feed", seconds=2)


def run(services: Services) -> str:
    """Move the accounts once."""
    return f"{services.simulated_feed.step()} accounts moved."
