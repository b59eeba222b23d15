"""Wins and losses in a row: how long, how often, and whether chance would have made them too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.trade_kernel import Runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_LENGTHS = 12


@dataclass(frozen=True, slots=True)
class RunLengths:
    """How many runs of wins and of losses had each length; the last length stands for it and all longer ones.

    `expected_wins` and `expected_losses` are what a random order of the same trades would have on average.
    """

    length: NDArray[np.int64]
    wins: NDArray[np.int64]
    losses: NDArray[np.int64]
    expected_wins: NDArray[np.float64]
    expected_losses: NDArray[np.float64]
    is_capped: bool


def run_lengths(net: NDArray[np.float64], most: int = MOST_LENGTHS) -> RunLengths:
    """The runs among results in their order; a breakeven ends a run and starts none.

    >>> found = run_lengths(np.array([1.0, 1.0, -1.0, 1.0]))
    >>> found.wins.tolist(), found.losses.tolist()
    ([1, 1], [1, 0])
    """
    outcome = np.sign(net).astype(np.int64)
    runs = Runs.of(outcome, net)
    longest = int(runs.length[runs.sign != 0].max(initial=0))
    top = min(longest, most)
    length = np.arange(1, top + 1)
    is_capped = longest > most

    def counted(sign: int) -> NDArray[np.int64]:
        lengths = np.minimum(runs.length[runs.sign == sign], top)
        return np.bincount(lengths, minlength=top + 1)[1:].astype(np.int64)

    def expected(sign: int) -> NDArray[np.float64]:
        return expected_runs(int((outcome == sign).sum()), net.size, length, is_capped=is_capped)

    return RunLengths(length, counted(1), counted(-1), expected(1), expected(-1), is_capped)


def expected_runs(
    hits: int, n: int, length: NDArray[np.int64], *, is_capped: bool = False
) -> NDArray[np.float64]:
    """How many runs of exactly each *length* a random order of n trades has, *hits* of them of the kind.

    With *is_capped* the last length stands for all longer ones too. All orders are equally likely.

    >>> expected_runs(2, 3, np.array([1, 2])).round(6).tolist()
    [0.666667, 0.666667]
    """
    at_least = _starting(hits, n, np.concatenate((length, length[-1:] + 1)))
    exactly = at_least[:-1] - at_least[1:]
    if is_capped and exactly.size:
        exactly[-1] = at_least[-2]
    return exactly


def _starting(hits: int, n: int, length: NDArray[np.int64]) -> NDArray[np.float64]:
    """Expected runs of at least each length: one may begin, others follow a trade of another kind."""
    if not length.size or not n:
        return np.zeros(length.size)
    return np.array([_together(hits, n, int(size)) for size in length]) * (1 + n - hits)


def _together(hits: int, n: int, size: int) -> float:
    """The chance that *size* given places are all of the kind."""
    if size > hits:
        return 0.0
    places = np.arange(size)
    return float(np.prod((hits - places) / (n - places)))
