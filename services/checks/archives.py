"""Every archive file hashed again, and the chain of their manifests followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.calc.integrity import Issue
    from services.container import Services


def of_store(services: Services) -> Iterable[Issue]:
    """Files that are missing, damaged, broken out of their chain, or on no list."""
    return services.retention.verify()
