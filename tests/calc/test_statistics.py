"""Statistics that are made when they are read."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from services.calc.long_trades_kernel import long_trade_statistics
from services.calc.many_returns_kernel import many_return_statistics
from services.calc.many_trades_kernel import many_trade_statistics
from services.calc.on_demand import Statistics
from services.calc.statistics import ReturnStatistics, TradeStatistics
from tests.calc.making_trades import assert_same, trades_of

TRADES = trades_of([3.0, -1.0, 0.0, 2.0])
OFFSETS = np.array([0, 4])


def on_demand(made: list[str]) -> TradeStatistics:
    def family(*names: str) -> dict[str, np.ndarray]:
        made.extend(names)
        return {name: np.ones(1) for name in names}

    return TradeStatistics.on_demand(
        {("n", "wins"): lambda: family("n", "wins"), ("longs",): lambda: family("longs")}
    )


def test_a_family_is_made_once_and_only_when_it_is_read() -> None:
    made: list[str] = []
    statistics = on_demand(made)
    assert not made
    assert statistics.wins[0] == statistics.n[0] == 1.0
    assert made == ["n", "wins"]


def test_what_no_family_makes_is_no_field() -> None:
    with pytest.raises(AttributeError, match="wnis"):
        on_demand([]).wnis  # type: ignore[attr-defined]  # noqa: B018 - reading is the point
    with pytest.raises(AttributeError, match="_families"):
        object.__new__(TradeStatistics)._families  # noqa: B018 - the same


@pytest.mark.parametrize(
    "statistics",
    [
        many_trade_statistics(TRADES, OFFSETS),
        long_trade_statistics(TRADES),
        many_return_statistics(TRADES.net, OFFSETS, per_year=252, days=1.0),
    ],
    ids=["many trades", "long trades", "returns"],
)
def test_every_field_belongs_to_a_family(statistics: TradeStatistics | ReturnStatistics) -> None:
    assert all(getattr(statistics, field.name).shape == (1,) for field in fields(statistics))
    assert isinstance(statistics, Statistics)


def test_a_changed_copy_keeps_what_was_not_read_yet() -> None:
    found = many_trade_statistics(TRADES, OFFSETS)
    copy = replace(found, n=np.array([9.0]))
    assert copy.n[0] == 9
    assert_same(replace(copy, n=found.n), many_trade_statistics(TRADES, OFFSETS))
