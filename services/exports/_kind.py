"""How values are written."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How a value is written; money, numbers and fractions stay numbers everywhere."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    FRACTION = "fraction"
    SECONDS = "seconds"
    TIME = "time"
    DATE = "date"
