"""What floors stand on and the database does not hold yet: peaks, and the last states before a reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.prop_firm.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from services.prop_firm.marks import State


class RuleMarks:
    """Marks until they are recorded; a higher peak takes the place of the one that still waits."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[UUID, datetime], Mark] = {}
        self._peaks: dict[UUID, datetime] = {}
        self._newest: dict[UUID, int] = {}
        self._number = 0

    @property
    def waiting(self) -> tuple[Mark, ...]:
        """What is to be recorded, oldest first."""
        return tuple(self._waiting.values())

    def is_recorded(self, account_id: UUID, until: int) -> bool:
        """Whether an account's marks are recorded when those *until* a number are."""
        return self._newest.get(account_id, 0) <= until

    def peak(self, account_id: UUID, state: State) -> None:
        """A floor rose to what was just seen."""
        self._waiting.pop((account_id, self._peaks.get(account_id, state.time)), None)
        self._peaks[account_id] = state.time
        self._add(account_id, state)

    def day_end(self, account_id: UUID, state: State) -> None:
        """The day that *state* was the last of is over."""
        if self._peaks.get(account_id) == state.time:
            del self._peaks[account_id]  # it waits for its own sake from now on
        self._add(account_id, state)

    def recorded(self, marks: Sequence[Mark]) -> None:
        """Forget what waits no longer."""
        for mark in marks:
            self._waiting.pop((mark.account_id, mark.state.time), None)

    def _add(self, account_id: UUID, state: State) -> None:
        self._number += 1
        self._newest[account_id] = self._number
        self._waiting[account_id, state.time] = Mark(self._number, account_id, state)
