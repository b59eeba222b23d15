"""One more return: the statistics of an account brought up to date without its history."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np

from services.calc.statistics import ReturnStatistics

_NAMES = tuple(field.name for field in fields(ReturnStatistics))


class ReturnTally:
    """An account's return statistics as plain numbers, to which the next step can be added.

    It is right for as long as steps are only added at the end.
    """

    __slots__ = _NAMES

    n: float
    mean: float
    squares: float
    cubes: float
    fourths: float
    downside: float
    gains: float
    pains: float
    positive: float
    best: float
    worst: float
    growth: float
    per_year: float
    days: float
    ddof: float
    least: float

    def __init__(self, statistics: ReturnStatistics, account: int = 0) -> None:
        """The tally that goes on from the statistics of one account."""
        for name in _NAMES:
            setattr(self, name, float(getattr(statistics, name)[account]))

    def add(self, step: float, *, days: float) -> None:
        """Add a step; *days* is the calendar time with it."""
        self.days = days
        self._add_moments(step)
        if self.n == 1:
            self.growth, self.best, self.worst = 1.0, step, step
        self.growth *= 1.0 + step
        self.best = _further(self.best, step, is_further=step > self.best)
        self.worst = _further(self.worst, step, is_further=step < self.worst)
        if step > 0:
            self.gains += step
            self.positive += 1
        elif step < 0:
            self.pains -= step
            self.downside += step * step
        elif math.isnan(step):
            self.downside = step

    def statistics(self) -> ReturnStatistics:
        """The statistics, of shape (1,)."""
        table = np.array([[getattr(self, name)] for name in _NAMES], dtype=np.float64)
        return ReturnStatistics(*table)

    def _add_moments(self, step: float) -> None:
        """Sources: Welford 1962 for the second, Pébay 2008 for the third and fourth central sum."""
        before, n = self.n, self.n + 1
        mean = self.mean if before else 0.0
        apart = step - mean
        part = apart / n
        term = apart * part * before
        self.fourths += (
            term * part * part * (n * n - 3 * n + 3) + 6 * part * part * self.squares - 4 * part * self.cubes
        )
        self.cubes += term * part * (n - 2) - 3 * part * self.squares
        self.squares += term
        self.mean, self.n = mean + part, n


def _further(known: float, step: float, *, is_further: bool) -> float:
    """The new extreme; an unknown step makes it unknown for good."""
    return step if is_further or math.isnan(step) else known
