"""Places by one value: best first, ties share the better place, undefined values are not ranked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

BEST_SCORE = 100.0

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Place(Generic[Key]):
    """A place among *of*; the score is the share of the others that are beaten or equalled, in percent."""

    key: Key
    value: float
    rank: int
    of: int
    score: float


def rank(values: Mapping[Key, float]) -> tuple[Place[Key], ...]:
    """The places of all defined values, best first.

    >>> [(place.key, place.rank, place.score) for place in rank({"a": 0.1, "b": 0.3, "c": float("nan")})]
    [('b', 1, 100.0), ('a', 2, 0.0)]
    """
    known = sorted(
        ((value, key) for key, value in values.items() if not math.isnan(value)),
        key=lambda pair: (-pair[0], str(pair[1])),
    )
    numbers = [value for value, _ in known]
    count = len(known)
    return tuple(_place(key, value, 1 + numbers.index(value), count) for value, key in known)


def _place(key: Key, value: float, place: int, count: int) -> Place[Key]:
    score = BEST_SCORE if count == 1 else BEST_SCORE * (count - place) / (count - 1)
    return Place(key, value, place, count, score)
