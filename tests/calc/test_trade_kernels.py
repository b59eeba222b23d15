"""One account, many accounts, one long account and one more trade: the same statistics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc import blocks
from services.calc.long_trades_kernel import long_trade_statistics
from services.calc.many_trades_kernel import many_trade_statistics
from services.calc.trade_kernel import trade_statistics
from services.calc.trade_update import ClosedResult, TradeTally, joint_statistics
from tests.calc.making_trades import assert_same, joined, result_lists, trades_of

CASES = {
    "no trade": [],
    "one win": [5.0],
    "one loss": [-5.0],
    "one breakeven": [0.0],
    "all wins": [1.0, 2.0, 3.0],
    "all losses": [-1.0, -2.0, -3.0],
    "breakevens only": [0.0, 0.0, 0.0],
    "a breakeven ends a streak": [1.0, 0.0, 1.0, 1.0, 0.0, -1.0, 0.0],
    "two streaks as long": [1.0, 1.0, -5.0, 3.0, 3.0, -1.0],
    "two streaks as rich": [4.0, -1.0, 2.0, 2.0, -4.0, 1.0, -2.0, -2.0],
}
LARGEST = 10_000.0 * 60


@pytest.fixture(params=[1, 3, 65_536])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Blocks and chunks of so many trades."""
    size: int = request.param
    monkeypatch.setattr(blocks, "BLOCK", size)
    return size


@pytest.mark.parametrize("breakeven_wins", [False, True])
@pytest.mark.usefixtures("block")
def test_many_accounts_are_each_as_if_alone(*, breakeven_wins: bool) -> None:
    parts = [trades_of(results, seed) for seed, results in enumerate(CASES.values())]
    found = many_trade_statistics(*joined(parts), breakeven_wins=breakeven_wins)
    for account, part in enumerate(parts):
        assert_same(found, trade_statistics(part, breakeven_wins=breakeven_wins), account)


@pytest.mark.parametrize("breakeven_wins", [False, True])
@pytest.mark.parametrize("results", CASES.values(), ids=CASES.keys())
@pytest.mark.usefixtures("block")
def test_one_long_account_is_as_if_in_one_piece(results: list[float], *, breakeven_wins: bool) -> None:
    trades = trades_of(results)
    found = long_trade_statistics(trades, breakeven_wins=breakeven_wins)
    assert_same(found, trade_statistics(trades, breakeven_wins=breakeven_wins))


@pytest.mark.parametrize("results", CASES.values(), ids=CASES.keys())
def test_trades_added_one_by_one_are_as_if_known_at_once(results: list[float]) -> None:
    trades = trades_of(results)
    tally = TradeTally(trades.rows(np.arange(0)))
    for n in range(1, len(results) + 1):
        tally.close(ClosedResult.last_of(trades.rows(np.arange(n))))
        assert_same(tally.statistics(), trade_statistics(trades.rows(np.arange(n))))


@settings(max_examples=60, deadline=None)
@given(st.lists(result_lists, min_size=1, max_size=6), st.integers(0, 2**32), st.integers(1, 50))
def test_all_ways_agree_on_any_trades(results: list[list[float]], seed: int, block: int) -> None:
    parts = [trades_of(one, seed + number) for number, one in enumerate(results)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        many = many_trade_statistics(*joined(parts))
        for account, part in enumerate(parts):
            plain = trade_statistics(part)
            assert_same(many, plain, account, scale=LARGEST)
            assert_same(long_trade_statistics(part), plain, scale=LARGEST)
            tally = TradeTally(part.rows(np.arange(part.net.size // 2)))
            for n in range(part.net.size // 2, part.net.size):
                tally.close(ClosedResult.last_of(part.rows(np.arange(n + 1))))
            assert_same(tally.statistics(), plain, scale=LARGEST)


def test_a_long_history_loses_no_digit() -> None:
    rng = np.random.default_rng(7)
    trades = trades_of(list(np.round(rng.normal(1_000_000, 50, 200_000), 2)))
    assert_same(long_trade_statistics(trades), trade_statistics(trades))


def test_statistics_of_tallies_stand_beside_each_other() -> None:
    parts = [trades_of(results, seed) for seed, results in enumerate(CASES.values())]
    found = joint_statistics([TradeTally(part) for part in parts])
    for account, part in enumerate(parts):
        assert_same(found, trade_statistics(part), account)


def test_a_trade_closed_before_the_last_is_not_added() -> None:
    trades = trades_of([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    tally = TradeTally(trades)
    with pytest.raises(ValueError, match="anew"):
        tally.close(ClosedResult.last_of(trades.rows(np.arange(1))))
    assert_same(tally.statistics(), trade_statistics(trades))


def test_no_account_has_no_statistics() -> None:
    assert many_trade_statistics(trades_of([]), np.zeros(1, dtype=np.intp)).n.shape == (0,)
