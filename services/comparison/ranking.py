"""Places by score, and between which places chance alone could have put an account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic

import numpy as np

from services.comparison import score
from services.comparison.field import Key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.comparison.field import Field
    from services.comparison.weights import Weights

DRAWS, SEED = 500, 20_240_101
KEPT_DRAWS = 4  # some 10 MB each for ten years
LOW, HIGH = 2.5, 97.5
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Key]):
    """A place among *of*, best first; 95 % of draws put it between *rank_low* and *rank_high*.

    `components` and `score` go from 0 to 100; `percentile` is the share of the others with a lower score;
    `score_low` and `score_high` bound the score in the same draws.
    """

    key: Key
    rank: int
    of: int
    score: float
    percentile: float
    components: dict[str, float]
    rank_low: int
    rank_high: int
    score_low: float
    score_high: float

    @property
    def is_noise(self) -> bool:
        """Whether the interval covers more than half of all places."""
        return self.of > 2 and (self.rank_high - self.rank_low + 1) * 2 > self.of  # noqa: PLR2004


def ranking(field: Field[Key], weights: Weights, *, draws: int = DRAWS) -> tuple[Ranked[Key], ...]:
    """The places of a field, best first; equal scores share the better place."""
    if not field.keys:
        return ()
    days, fall = score.daily(field), score.max_drawdown(field)
    parts = score.components(field, score.summed(days), fall)
    scores = score.total(parts, weights)
    counts = drawn_days(field.day.size, draws)
    again = score.total(score.components(field, score.summed(days, counts), fall), weights)
    low, high = np.percentile(places(again), (LOW, HIGH), axis=0, method="nearest")
    least, most = np.percentile(again, (LOW, HIGH), axis=0)
    place, of = places(scores[np.newaxis])[0], len(field.keys)
    found = [
        Ranked(
            key,
            int(place[at]),
            of,
            float(scores[at]),
            WHOLE * float((scores < scores[at]).sum()) / max(of - 1, 1),
            {name: float(part[at]) for name, part in parts.items()},
            int(min(low[at], place[at])),
            int(max(high[at], place[at])),
            float(min(least[at], scores[at])),
            float(max(most[at], scores[at])),
        )
        for at, key in enumerate(field.keys)
    ]
    return tuple(sorted(found, key=lambda one: (one.rank, str(one.key))))


def places(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Places from 1 along the last axis, the highest first; ties share the better one."""
    ordered = -np.sort(-scores, axis=-1)
    found = [np.searchsorted(-row, -values, side="left") for row, values in zip(ordered, scores, strict=True)]
    return np.array(found, dtype=np.int64) + 1


@lru_cache(maxsize=KEPT_DRAWS)
def drawn_days(days: int, draws: int, seed: int = SEED) -> NDArray[np.float64]:
    """How often each day is drawn (draws, days): stationary bootstrap, the same days for all accounts.

    Source: Politis and Romano, The Stationary Bootstrap, 1994; mean block the cube root of the days.
    """
    if not days:
        return np.zeros((draws, 0))
    random = np.random.default_rng(seed)
    block = max(days ** (1 / 3), 1.0)
    is_new = random.random((draws, days)) < 1 / block
    is_new[:, 0] = True
    starts = random.integers(0, days, (draws, days))
    at = np.arange(days)
    began = np.maximum.accumulate(np.where(is_new, at, 0), axis=1)
    drawn = (np.take_along_axis(starts, began, axis=1) + at - began) % days
    flat = drawn + days * np.arange(draws)[:, np.newaxis]
    found = np.bincount(flat.ravel(), minlength=draws * days).reshape(draws, days).astype(np.float64)
    found.flags.writeable = False  # the same draws for all who ask
    return found
