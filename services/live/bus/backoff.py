"""Pauses between attempts to reach what is away."""

from __future__ import annotations

import random

FIRST_SECONDS, MOST_SECONDS = 0.1, 5.0


class Backoff:
    """Pauses that double up to a bound, each shortened by up to half so that not all come back at once."""

    def __init__(self, first: float = FIRST_SECONDS, most: float = MOST_SECONDS) -> None:
        self._first, self._most = first, most
        self._next = first

    def pause(self) -> float:
        """Seconds to wait before the next attempt."""
        found, self._next = self._next, min(self._next * 2, self._most)
        return found * random.uniform(0.5, 1.0)  # noqa: S311 - nothing secret hangs on it

    def reset(self) -> None:
        """It is there again."""
        self._next = self._first
