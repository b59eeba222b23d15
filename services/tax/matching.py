"""The one entrance: executions of all accounts in, and rows, open lots and wash sales of any year out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.tax.model import Execution, FormRow, OpenLot, WashMatch
    from services.tax.policy import Policy


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A deal that closes what was never opened here: its basis (or proceeds) is not known."""

    execution: Execution
    reason: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Everything that follows from the executions; asked for a year, it answers what is printed."""

    policy: Policy
    last_day: date | None
    unmatched: tuple[Unmatched, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Years that have rows, the oldest first."""
        raise NotImplementedError

    def rows(self, year: int, through: date | None = None) -> tuple[FormRow, ...]:
        """Rows of a year in the order they are printed, to the cent.

        *through* is the last day of which every account's deals are known (the last deal's, where not said):
        a loss whose thirty days end after it is provisional.
        """
        raise NotImplementedError

    def open_lots(self, on: date | None = None) -> tuple[OpenLot, ...]:
        """What is held (or owed) at the end of a day, with the basis known then; at the end where not said."""
        raise NotImplementedError

    def washes(self, year: int) -> tuple[WashMatch, ...]:
        """Wash sales of the losses of a year, in the order of the sales."""
        raise NotImplementedError

    def is_final(self, year: int, through: date | None = None) -> bool:
        """Whether no later deal can change the year: everything is known through 30 January after it."""
        raise NotImplementedError


def match(executions: Sequence[Execution], policy: Policy) -> Matched:
    """Lots of every account, and then washes across all of them; the order of *executions* is irrelevant."""
    raise NotImplementedError
