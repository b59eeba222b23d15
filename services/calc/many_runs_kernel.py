"""Streaks of wins and of losses: many accounts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.blocks import spread

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Numbers: TypeAlias = dict[str, Floats]

RUNS = (
    "win_run",
    "win_run_money",
    "loss_run",
    "loss_run_money",
    "profit_run",
    "profit_run_money",
    "deficit_run",
    "deficit_run_money",
    "win_runs",
    "loss_runs",
    "current_run",
)


def run_numbers(net: Floats, sign: NDArray[np.int8], starts: NDArray[np.intp]) -> Numbers:
    """The statistics of streaks of equal *sign* (+1 won, -1 lost, 0 neither); *starts* begins each account.

    The length of a streak of losses is negative here, as its money is.
    """
    begins = np.empty(sign.size, dtype=np.bool_)
    np.not_equal(sign[1:], sign[:-1], out=begins[1:])
    begins[starts] = True
    first = np.flatnonzero(begins)
    length = np.empty(first.size)
    np.subtract(first[1:], first[:-1], out=length[:-1])
    length[-1] = sign.size - first[-1]
    length *= sign[first]
    money = np.add.reduceat(net, first)
    return _Runs.of(length, money, np.searchsorted(first, starts)).numbers()


@dataclass(frozen=True, slots=True)
class _Runs:
    """Streaks of a block, signed; `starts` is the first streak of each account."""

    length: Floats
    money: Floats
    starts: NDArray[np.intp]
    counts: NDArray[np.intp]

    @classmethod
    def of(cls, length: Floats, money: Floats, starts: NDArray[np.intp]) -> _Runs:
        return cls(length, money, starts, np.diff(starts, append=length.size))

    def numbers(self) -> Numbers:
        """Every statistic of streaks."""
        ends = np.append(self.starts[1:], self.length.size) - 1
        return {
            **self._of_wins(),
            **self._of_losses(),
            "win_runs": np.add.reduceat((self.length > 0).astype(np.float64), self.starts),
            "loss_runs": np.add.reduceat((self.length < 0).astype(np.float64), self.starts),
            "current_run": self.length[ends],
        }

    def _of_wins(self) -> Numbers:
        longest, richest = (
            np.maximum(np.maximum.reduceat(values, self.starts), 0.0) for values in (self.length, self.money)
        )
        return {
            "win_run": longest,
            "win_run_money": self._most(np.maximum, self.length, longest, self.money),
            "profit_run": self._most(np.maximum, self.money, richest, self.length),
            "profit_run_money": richest,
        }

    def _of_losses(self) -> Numbers:
        longest, richest = (
            np.minimum(np.minimum.reduceat(values, self.starts), 0.0) for values in (self.length, self.money)
        )
        return {
            "loss_run": 0.0 - longest,
            "loss_run_money": self._most(np.minimum, self.length, longest, self.money),
            "deficit_run": 0.0 - self._most(np.minimum, self.money, richest, self.length),
            "deficit_run_money": richest,
        }

    def _most(self, extreme: np.ufunc, values: Floats, reached: Floats, other: Floats) -> Floats:
        """The extreme of *other* among the streaks of an account whose value is the one *reached*, else 0."""
        found = np.zeros(self.starts.size)
        hits = np.flatnonzero(values == spread(reached, self.counts))
        accounts = np.searchsorted(self.starts, hits, side="right") - 1
        extreme.at(found, accounts, other[hits])
        return found
