"""What rules stand on and the database does not hold yet: peaks, troughs, the last states before a reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.prop_firm.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import datetime
    from uuid import UUID

    from services.prop_firm.marks import State


class RuleMarks:
    """Marks until they are recorded; a newer one takes the place of one that waits for the same reason."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[UUID, datetime], Mark] = {}
        self._reasons: dict[tuple[UUID, Hashable], datetime] = {}
        self._newest: dict[UUID, int] = {}
        self._number = 0

    @property
    def waiting(self) -> tuple[Mark, ...]:
        """What is to be recorded, oldest first."""
        return tuple(self._waiting.values())

    def is_recorded(self, account_id: UUID, until: int) -> bool:
        """Whether an account's marks are recorded when those *until* a number are."""
        return self._newest.get(account_id, 0) <= until

    def add(self, account_id: UUID, reason: Hashable, state: State) -> None:
        """Something stands on this state."""
        before = self._reasons.get((account_id, reason))
        self._reasons[account_id, reason] = state.time
        if before is not None and not self._has_reason(account_id, before):
            self._waiting.pop((account_id, before), None)
        if (account_id, state.time) not in self._waiting:
            self._number += 1
            self._newest[account_id] = self._number
            self._waiting[account_id, state.time] = Mark(self._number, account_id, state)

    def hold(self, account_id: UUID, reason: Hashable, state: State | None) -> None:
        """What was added for another reason is not given up before this one is."""
        if state is not None and (account_id, state.time) in self._waiting:
            self.add(account_id, reason, state)

    def recorded(self, marks: Sequence[Mark]) -> None:
        """Forget what waits no longer."""
        for mark in marks:
            if self._waiting.get((mark.account_id, mark.state.time)) == mark:
                del self._waiting[mark.account_id, mark.state.time]
        self._reasons = {key: time for key, time in self._reasons.items() if (key[0], time) in self._waiting}

    def _has_reason(self, account_id: UUID, time: datetime) -> bool:
        return any(key == account_id and known == time for (key, _), known in self._reasons.items())
