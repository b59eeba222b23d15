"""How values are written."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How a value is written; money, numbers and fractions stay numbers everywhere.

    An identifier, such as a ticket, is a whole number that nobody adds up: never grouped, never rounded.
    """

    TEXT = "text"
    IDENTIFIER = "identifier"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    FRACTION = "fraction"
    SECONDS = "seconds"
    TIME = "time"
    DATE = "date"
