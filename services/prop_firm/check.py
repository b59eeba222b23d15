"""What holding a rule against a history says: where it stands, what is used of it, and the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from services.metric import Unit

if TYPE_CHECKING:
    import numpy as np

DAILY_LOSS, MAX_LOSS, TARGET = "daily_loss", "max_loss", "profit_target"
MINIMUM_DAYS, CONSISTENCY, MAX_LOTS = "minimum_days", "consistency", "max_lots"
LABELS = {
    DAILY_LOSS: "Daily loss",
    MAX_LOSS: "Maximum loss",
    TARGET: "Profit target",
    MINIMUM_DAYS: "Minimum trading days",
    CONSISTENCY: "Consistency",
    MAX_LOTS: "Lots at once",
}
WARNED = 0.8  # of a limit
UNITS = {MINIMUM_DAYS: Unit.COUNT, CONSISTENCY: Unit.FRACTION, MAX_LOTS: Unit.LOTS}


class Status(StrEnum):
    """Where a rule stands; a breach stays one."""

    FINE = "fine"
    CLOSE = "close"
    BREACHED = "breached"
    REACHED = "reached"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first instant beyond a limit: what was there, what was allowed, and what the limit was made of."""

    time: np.datetime64
    value: float
    floor: float
    reference: float


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its limit, what is used of it (both in its own unit), and where it stands.

    `headroom` is the money until the limit now, NaN where a rule has none; `worst` the most ever used.
    """

    rule: str
    status: Status
    limit: float
    used: float
    worst: float
    headroom: float = float("nan")
    evidence: Evidence | None = None

    @property
    def label(self) -> str:
        """The rule in words."""
        return LABELS[self.rule]

    @property
    def unit(self) -> Unit:
        """What its numbers are."""
        return UNITS.get(self.rule, Unit.MONEY)


@dataclass(frozen=True, slots=True)
class Day:
    """A trading day: what its loss is counted from, its lowest equity, and its result on the balance."""

    day: np.datetime64
    reference: float
    lowest: float
    result: float
