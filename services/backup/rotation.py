"""Which backups stay: the last good one of each recent day, week and month, and all that they build on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A backup as rotation sees it."""

    id: str
    created_at: datetime
    parent: str | None
    is_good: bool


@dataclass(frozen=True, slots=True)
class Keep:
    """Of how many days, ISO weeks and months the last good backup is kept."""

    daily: int
    weekly: int
    monthly: int


def kept(candidates: Iterable[Candidate], keep: Keep) -> set[str]:
    """The ids that stay; the newest good backup and the parents of what stays are always among them."""
    found = {candidate.id: candidate for candidate in candidates}
    good = sorted(
        (one for one in found.values() if one.is_good), key=lambda one: one.created_at, reverse=True
    )
    chosen = [
        *good[:1],
        *_last_of_each(good, lambda time: time.date(), keep.daily),
        *_last_of_each(good, lambda time: time.isocalendar()[:2], keep.weekly),
        *_last_of_each(good, lambda time: (time.year, time.month), keep.monthly),
    ]
    parents = {key: candidate.parent for key, candidate in found.items()}
    return set().union(*(chain(one.id, parents) for one in chosen))


def chain(id_: str, parents: dict[str, str | None]) -> list[str]:
    """A backup and all that it builds on, newest first, as far as they are known."""
    found: list[str] = []
    following: str | None = id_
    while following is not None and following in parents and following not in found:
        found.append(following)
        following = parents[following]
    return found


def _last_of_each(
    newest_first: list[Candidate], period: Callable[[datetime], Hashable], number: int
) -> list[Candidate]:
    last: dict[Hashable, Candidate] = {}
    for candidate in newest_first:
        last.setdefault(period(candidate.created_at), candidate)
    return list(last.values())[:number]
