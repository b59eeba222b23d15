"""Standing lot instructions with the stretch each is in force, and when and through what it was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from services.tax.policy import Instruction

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """When an instruction was given, on the exchange's clock, and through what."""

    time: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class StandingMethod:
    """An instruction with its last day (None while the account has no later one), `given` as it was noted."""

    instruction: Instruction
    last: date | None
    given: Given | None

    @property
    def is_late(self) -> bool:
        """Whether it was given after the first day that it is for."""
        return self.given is not None and self.given.time.date() > self.instruction.effective


def standing_methods(
    instructions: Sequence[Instruction], given: Mapping[tuple[str, date], Given]
) -> tuple[StandingMethod, ...]:
    """The instructions by account and day; *given* by account and first day."""
    ordered = sorted(instructions, key=lambda item: (item.account, item.effective))
    return tuple(
        StandingMethod(item, _last(item, after), given.get((item.account, item.effective)))
        for item, after in zip_longest(ordered, ordered[1:])
    )


def _last(item: Instruction, after: Instruction | None) -> date | None:
    return after.effective - DAY if after is not None and after.account == item.account else None
