"""Every backup read and hashed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.calc.integrity import Issue
    from services.container import Services


def of_store(services: Services) -> Iterable[Issue]:
    """Headers, manifests, chains and objects that are not what was written."""
    return services.backups.verify()
