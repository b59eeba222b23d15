"""An imported series of daily closes, as it stands in lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class PriceSeries:
    """An imported series of daily closes: its file, how many days it has, and the first and last of them."""

    id: UUID
    name: str
    filename: str
    sha256: str
    days: int
    first: date
    last: date
