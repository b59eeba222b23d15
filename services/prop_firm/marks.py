"""States of an account that its rules stand on: they are recorded, so that no floor ever falls back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from services.prop_firm.floors import Floors


class State(NamedTuple):
    """An account's own balance and equity as they were seen at an instant."""

    time: datetime
    balance: Decimal
    equity: Decimal
    open_positions: int


class Mark(NamedTuple):
    """A state that is to be recorded; marks are numbered as they are made."""

    number: int
    account_id: UUID
    state: State


def has_risen(before: Floors, after: Floors) -> bool:
    """Whether the floor of the whole loss stands on what was just seen."""
    return after.whole > before.whole


def has_begun_day(before: Floors, after: Floors) -> bool:
    """Whether the floors of a new day stand on what was seen last before its reset."""
    return bool(after.day > before.day)


def worse(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[str, ...]:
    """The rules of which more is used than ever before."""
    return tuple(rule for rule, used in after.items() if used > before[rule])


def carried(read: Floors, seen: Floors) -> Floors:
    """What was *read* of the ledger, with what quotes have *seen* and nobody has recorded yet."""
    highest = {
        name: max(getattr(read, name), getattr(seen, name)) for name in ("peak", "whole", "whole_reference")
    }
    newest = read if seen.day < read.day else replace(seen, shift=read.shift)
    return replace(newest, **highest)
