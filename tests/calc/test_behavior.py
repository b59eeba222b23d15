"""How losses were traded on: entries that add to losers, lots after a loss, runs, what was floating."""

from __future__ import annotations

import itertools
import math
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from services.calc.adding_to_losers import AddingToLosers, adding_to_losers
from services.calc.equity import Snapshots, build_track
from services.calc.executions import Executions
from services.calc.lot_growth import LEAST_PAIRS, lot_growth
from services.calc.open_risk import open_risk
from services.calc.streaks import expected_runs, run_lengths
from services.model import Deal, DealEntry, DealType
from tests.making import START, flow, make_deal

START64 = np.datetime64(START.replace(tzinfo=None), "us")
HOUR = np.timedelta64(3_600_000_000, "us")


def deal(ticket: int, kind: DealType, price: float, **fields: Any) -> Deal:
    shared: dict[str, Any] = {"symbol": "EURUSD", "volume": 1, "position_id": ticket}
    return make_deal(ticket, type=kind, price=price, **(shared | fields))


def found(deals: list[Deal]) -> AddingToLosers:
    columns = Executions.of(deals)
    return adding_to_losers(columns, np.ones(columns.time.size, dtype=bool))


def test_a_lower_buy_beside_an_open_buy_adds_to_a_loser() -> None:
    deals = [deal(1, DealType.BUY, 1.10), deal(2, DealType.BUY, 1.09), deal(3, DealType.BUY, 1.12)]
    answer = found(deals)
    assert (answer.entries, answer.beside_open, answer.to_losers) == (3, 2, 1)
    assert answer.share == 0.5
    assert answer.lots == pytest.approx(1 / 3)


def test_the_open_price_is_weighted_by_volume() -> None:
    deals = [
        deal(1, DealType.SELL, 1.00, volume=3),
        deal(2, DealType.SELL, 1.20),
        deal(3, DealType.SELL, 1.04),
    ]
    assert found(deals).to_losers == 1, "1.20 is above 1.00, 1.04 below the average of 1.05"


def test_other_symbols_other_sides_and_closed_positions_do_not_count() -> None:
    deals = [
        deal(1, DealType.BUY, 1.10),
        deal(2, DealType.SELL, 1.20),
        deal(3, DealType.BUY, 1.00, symbol="GBPUSD"),
        deal(4, DealType.SELL, 1.05, position_id=1, entry=DealEntry.OUT),
        deal(5, DealType.BUY, 1.00),
    ]
    answer = found(deals)
    assert (answer.entries, answer.beside_open) == (4, 0)
    assert math.isnan(answer.share)


def test_a_partial_close_leaves_the_rest_at_its_own_price() -> None:
    deals = [
        deal(1, DealType.BUY, 1.10),
        deal(2, DealType.BUY, 1.30),
        deal(3, DealType.SELL, 1.30, position_id=2, entry=DealEntry.OUT, volume="0.5"),
        deal(4, DealType.BUY, 1.15),
        deal(5, DealType.BUY, 1.145),
    ]
    assert found(deals).to_losers == 2, "1.15 and 1.145 are below (1.1 + 0.5 · 1.3) / 1.5 and what follows"


def test_a_reversal_closes_before_it_opens() -> None:
    netting = {"position_id": 9}
    deals = [
        deal(1, DealType.BUY, 1.10, **netting),
        deal(2, DealType.SELL, 1.00, entry=DealEntry.INOUT, volume=3, **netting),
        deal(3, DealType.SELL, 1.05, **netting),
    ]
    answer = found(deals)
    assert (answer.entries, answer.beside_open, answer.to_losers) == (3, 1, 1)


def test_only_entries_of_the_period_count_but_earlier_ones_say_what_was_open() -> None:
    columns = Executions.of([deal(1, DealType.BUY, 1.10), deal(2, DealType.BUY, 1.09)])
    answer = adding_to_losers(columns, np.array([False, True]))
    assert (answer.entries, answer.to_losers) == (1, 1)


def chain(lots: list[float], results: list[float]) -> Any:
    """Trades of one symbol, each opened when the one before was closed."""
    count = len(lots)
    entry = START64 + np.arange(count) * HOUR
    symbol = np.zeros(count, dtype=np.int64)
    return lot_growth(np.array(results), np.array(lots), entry, entry + HOUR, symbol)


def test_doubling_after_each_loss_is_a_martingale() -> None:
    lots, results = [1.0, 2.0, 4.0] * 20, [-1.0, -2.0, 4.0] * 20
    answer = chain(lots, results)
    assert answer.after_loss == pytest.approx(2.0)
    assert answer.after_win == pytest.approx(0.25)
    assert answer.losses == 40
    assert answer.grown == 1.0
    assert answer.is_martingale is True


def test_the_same_lots_are_none_and_growing_after_everything_is_none_either() -> None:
    assert chain([1.0] * 60, [-1.0, 1.0] * 30).is_martingale is False
    grown = [1.3**number for number in range(60)]
    assert chain(grown, [-1.0, 1.0] * 30).is_martingale is False


def test_few_entries_after_losses_say_nothing() -> None:
    answer = chain([1.0, 2.0] * 5, [-1.0, 1.0] * 5)
    assert answer.losses < LEAST_PAIRS
    assert answer.is_martingale is None
    nothing = chain([], [])
    assert math.isnan(nothing.after_loss)
    assert nothing.is_martingale is None


def test_only_the_first_entry_after_a_trade_of_its_symbol_follows_it() -> None:
    hours = np.array([0, 2, 3, 2])
    entry = START64 + hours * HOUR
    answer = lot_growth(
        np.array([-1.0, 1.0, 1.0, 1.0]),
        np.array([1.0, 3.0, 9.0, 5.0]),
        entry,
        entry + 10 * HOUR * np.array([0.1, 1, 1, 1]).astype(int) + HOUR,
        np.array([0, 0, 0, 1]),
    )
    assert answer.losses == 1
    assert answer.after_loss == pytest.approx(3.0)


def test_runs_by_chance_are_the_mean_over_every_order() -> None:
    results = [1.0, 1.0, 1.0, -1.0, -1.0, 0.0]
    orders = list(itertools.permutations(results))
    lengths = [run_lengths(np.array(order)) for order in orders]
    for length in (1, 2, 3):
        mean = np.mean([one.wins[length - 1] if one.wins.size >= length else 0 for one in lengths])
        assert expected_runs(3, 6, np.array([1, 2, 3]))[length - 1] == pytest.approx(mean)


def test_the_last_length_stands_for_all_longer_ones() -> None:
    answer = run_lengths(np.array([1.0] * 9 + [-1.0]), most=4)
    assert answer.wins.tolist() == [0, 0, 0, 1]
    assert answer.is_capped
    assert answer.expected_wins.sum() == pytest.approx(expected_runs(9, 10, np.arange(1, 10)).sum())


def test_what_was_floating_at_the_valley_is_hidden_risk() -> None:
    deals = [flow(1, 10_000)]
    times = np.array([START64 + np.timedelta64(1, "m") + HOUR * step for step in range(4)])
    snapshots = Snapshots(
        times, np.array([1e4, 1e4, 9_000.0, 9_500.0]), np.array([1e4, 7e3, 6_000.0, 9_500.0])
    )
    track = build_track(deals, 0.0, snapshots)
    inside = np.ones(track.time.size, dtype=bool)
    answer = open_risk(track, inside)
    assert answer.worst == pytest.approx(1 / 3)
    assert answer.share == pytest.approx(3_000 / 4_000)
    assert answer.points == 4


def test_without_equity_nothing_is_known_of_what_was_floating() -> None:
    deals = [flow(1, 10_000), make_deal(2, profit=-100, entry=DealEntry.OUT, time=START + timedelta(hours=1))]
    track = build_track(deals, 0.0, Snapshots(np.zeros(0, "datetime64[us]"), np.zeros(0), np.zeros(0)))
    answer = open_risk(track, np.ones(track.time.size, dtype=bool))
    assert math.isnan(answer.worst)
    assert math.isnan(answer.share)
    assert Decimal(answer.points) == 0
