"""What a benchmark prints: figures beside a floor measured in the same run, as ratios."""

from __future__ import annotations

import statistics
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison: median seconds of ours and of the floor, and the median ratio of the pairs."""

    name: str
    ours: float
    floor: float
    floor_name: str
    ratio: float
    most: float

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its bar."""
        return self.ratio <= self.most

    def document(self) -> dict[str, Any]:
        """The line as JSON."""
        return asdict(self) | {"holds": self.holds}

    def __str__(self) -> str:
        mark = "✓" if self.holds else "✗"
        return (
            f"{mark} {self.name}: {self.ours:.3f} s; {self.floor_name}: {self.floor:.3f} s;"
            f" ratio {self.ratio:.2f} (at most {self.most:g})"
        )


def interleaved(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    floor_name: str,
    most: float,
    rounds: int = 5,
    between: Callable[[], object] = lambda: None,
) -> Line:
    """Run *floor* and *ours* in turn after one warm-up of each; *between* is not timed."""
    pairs = []
    for number in range(rounds + 1):
        floor_seconds = _timed(floor)
        own_seconds = _timed(ours)
        between()
        if number:
            pairs.append((own_seconds, floor_seconds))
    return Line(
        name=name,
        ours=statistics.median(own for own, _ in pairs),
        floor=statistics.median(found for _, found in pairs),
        floor_name=floor_name,
        ratio=statistics.median(own / found for own, found in pairs),
        most=most,
    )


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
