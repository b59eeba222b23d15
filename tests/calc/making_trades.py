"""Trades and statistics for the laws of kernels."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from services.calc.trade_kernel import TradeArrays
from services.calc.trade_kernel import joined as one_after_the_other

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

START = np.datetime64("2026-01-05T00:00", "us")
CENT = 0.01

result_lists = st.lists(
    st.one_of(st.integers(-3, 3), st.integers(-1_000_000, 1_000_000), st.just(0)), max_size=60
).map(lambda cents: [number * CENT for number in cents])


def trades_of(results: Sequence[float], seed: int = 0, unknown: float = 0.3) -> TradeArrays:
    """Trades of these net results; sides, costs and times are drawn, some entries are unknown, exits tie."""
    rng, n = np.random.default_rng(seed), len(results)
    exits = START + np.cumsum(rng.integers(0, 3, n)) * np.timedelta64(3_600_000_001, "us")
    entries = exits - rng.integers(0, 10**12, n).astype("timedelta64[us]")
    entries[rng.random(n) < unknown] = np.datetime64("NaT")
    return TradeArrays(
        net=np.array(results, dtype=np.float64),
        is_long=rng.random(n) < 0.5,
        volume=rng.integers(1, 100, n) / 100,
        commission=-rng.integers(0, 500, n) / 100,
        swap=rng.integers(-300, 300, n) / 100,
        fee=-rng.integers(0, 10, n) / 100,
        entry=entries,
        exit=exits,
    )


def joined(parts: Sequence[TradeArrays]) -> tuple[TradeArrays, NDArray[np.intp]]:
    """The trades of several accounts one after the other, and where each begins and the last ends."""
    return one_after_the_other(parts), np.concatenate(([0], np.cumsum([part.net.size for part in parts])))


def assert_same(found: object, expected: object, account: int = 0, scale: float = 0.0) -> None:
    """Every statistic of *account* is the expected one to 1e-12, of itself or of what sums are made of."""
    for field in fields(expected):  # type: ignore[arg-type]
        one, other = getattr(found, field.name)[account], getattr(expected, field.name)[0]
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12 * scale, err_msg=field.name)
