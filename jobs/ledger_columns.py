"""Keeps the ledgers that changed as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs._schedule import Schedule, every

if TYPE_CHECKING:
    from services.container import Services
    from services.settings import Settings


def schedule(_: Settings) -> Schedule:
    """Every five minutes."""
    return every("Ledgers as columns", seconds=300)


def run(services: Services) -> str:
    """Keep what is not kept yet."""
    return f"{services.ledger_keeping.fill()} ledgers kept."
