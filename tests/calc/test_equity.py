"""The flow-neutral index: deposits are never profit, floating losses are seen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.drawdown_kernel import drawdown_statistics
from services.calc.equity import Snapshots, build_track
from services.calc.period import as_datetime64
from services.calc.return_kernel import daily_series, return_statistics
from services.calc.server_zone import server_zone
from tests.making import START, flow, round_trip

if TYPE_CHECKING:
    from services.model import Deal

NONE = Snapshots(np.array([], dtype="datetime64[us]"), np.zeros(0), np.zeros(0))


def day(number: float) -> timedelta:
    return timedelta(days=number)


def snapshots(*points: tuple[float, float, float]) -> Snapshots:
    return Snapshots(
        np.array([as_datetime64(START + day(at)) for at, _, _ in points]),
        np.array([balance for _, balance, _ in points], dtype=float),
        np.array([equity for _, _, equity in points], dtype=float),
    )


def worked_account() -> tuple[list[Deal], Snapshots]:
    """10,000; a position floats to -3,000 and closes at +50; +10,000 on day 45, -8,000 on day 75."""
    deals = [
        flow(1, 10_000, time=START),
        *round_trip(10, 50, opened=START + day(5), closed=START + day(20)),
        *round_trip(20, 574, opened=START + day(25), closed=START + day(40)),
        flow(30, 10_000, time=START + day(45)),
        *round_trip(40, 600, opened=START + day(50), closed=START + day(60)),
        flow(50, -8_000, time=START + day(75)),
    ]
    seen = snapshots(
        (0, 10_000, 10_000),
        (10, 10_000, 7_000),
        (20, 10_050, 10_050),
        (40, 10_624, 10_624),
        (44.99, 10_624, 10_624),
        (45.01, 20_624, 20_624),
        (60, 21_224, 21_224),
        (74.99, 21_224, 21_224),
        (75.01, 13_224, 13_224),
        (90, 13_224, 13_224),
    )
    return deals, seen


def test_deposits_and_withdrawals_are_not_return() -> None:
    deals, seen = worked_account()
    track = build_track(deals, 0.0, seen)
    by_hand = (10_624 / 10_000) * (21_224 / 20_624) - 1
    assert track.index[-1] - 1 == pytest.approx(by_hand, abs=1e-12)
    assert by_hand == pytest.approx(0.0933, abs=1e-4)
    assert pytest.approx(0.3224) == 13_224 / 10_000 - 1  # what a naive start-to-end says


def test_the_equity_drawdown_sees_the_floating_loss_that_the_balance_hides() -> None:
    deals, seen = worked_account()
    track = build_track(deals, 0.0, seen)
    found = drawdown_statistics(track, np.ones(track.time.size, dtype=bool))
    assert found.equity[0] == pytest.approx(0.30)
    assert found.equity_money[0] == pytest.approx(3_000)
    assert found.balance[0] == 0


def test_a_flat_account_with_a_deposit_has_return_and_drawdown_zero_and_no_sharpe() -> None:
    track = build_track([flow(1, 1_000, time=START), flow(2, 500, time=START + day(30))], 0.0, NONE)
    everything = np.ones(track.time.size, dtype=bool)
    series = daily_series(track, everything, server_zone("UTC"))
    found = return_statistics(series.returns, per_year=252, days=30)
    assert found.growth[0] == 1
    assert drawdown_statistics(track, everything).balance[0] == 0
    assert found.squares[0] == 0


def test_after_capital_was_not_positive_the_index_is_undefined() -> None:
    deals = [flow(1, 100, time=START), *round_trip(10, -150, opened=START, closed=START + day(1))]
    track = build_track([*deals, flow(30, 1_000, time=START + day(2))], 0.0, NONE)
    assert np.isnan(track.index[-1])


def test_without_snapshots_equity_drawdown_is_unknown_not_zero() -> None:
    track = build_track([flow(1, 100, time=START), *round_trip(10, -50)], 0.0, NONE)
    found = drawdown_statistics(track, np.ones(track.time.size, dtype=bool))
    assert np.isnan(found.equity[0])
    assert found.balance[0] == pytest.approx(0.5)


def test_a_period_measures_its_drawdown_from_the_capital_before_it() -> None:
    deals = [flow(1, 1_000, time=START), *round_trip(10, -100, closed=START + day(3))]
    track = build_track(deals, 0.0, NONE)
    inside = track.time > as_datetime64(START + day(2))
    assert drawdown_statistics(track, inside).balance[0] == pytest.approx(0.1)


def test_weekends_make_a_year_of_365_days_only_when_the_account_moved_on_one() -> None:
    monday = START
    deals = [flow(1, 1_000, time=monday)]
    for number in range(5):
        deals += round_trip(10 + 2 * number, 10, opened=monday, closed=monday + day(number + 0.5))
    zone = server_zone("UTC")
    track = build_track(deals, 0.0, NONE)
    assert daily_series(track, np.ones(track.time.size, dtype=bool), zone).per_year == 252
    deals += round_trip(40, 10, opened=monday, closed=monday + day(5.5))
    track = build_track(deals, 0.0, NONE)
    assert daily_series(track, np.ones(track.time.size, dtype=bool), zone).per_year == 365
