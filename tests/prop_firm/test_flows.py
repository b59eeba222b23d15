"""Whether a recorded state knows of a deposit or payout: its balance tells, else its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.calc.equity import Booked, Snapshots, track_of
from services.prop_firm.flows import known_flows

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOON = np.datetime64("2026-01-05T12:00:00", "us")


def at(*seconds: float) -> NDArray[np.datetime64]:
    return NOON + np.array([round(one * 1e6) for one in seconds]).astype("timedelta64[us]")


def known(deals: list[tuple[float, float, float]], states: list[tuple[float, float]]) -> list[float]:
    """Of deals (second, what it moved, its flow) and states (second, balance)."""
    seconds, moved, flows = (np.array(column) for column in zip(*deals, strict=True))
    booked = Booked(0.0, at(*seconds), np.cumsum(moved), flows)
    times, balances = (np.array(column) for column in zip(*states, strict=True))
    track = track_of(booked, 0.0, Snapshots(at(*times), balances, balances))
    return [float(one) for one in known_flows(track, booked, 2)[-len(states) :]]


FUNDED = (-3_600.0, 5_000.0, 5_000.0)


def test_a_state_between_a_deposit_and_the_news_of_it_holds_nothing_of_it() -> None:
    deals = [FUNDED, (0.0, 1_000.0, 1_000.0)]
    states = [(-1.0, 5_000.0), (0.5, 5_000.0), (9.0, 5_000.0), (10.0, 6_000.0), (20.0, 5_000.0)]
    assert known(deals, states) == [5_000, 5_000, 5_000, 6_000, 6_000], "what was lost later is a loss"


def test_a_payout_dated_later_than_the_state_that_knows_of_it_is_in_it() -> None:
    deals = [FUNDED, (-60.0, 300.0, 0.0), (5.0, -2_000.0, -2_000.0)]
    assert known(deals, [(-90.0, 5_000.0), (-2.0, 5_300.0), (2.0, 3_300.0)]) == [5_000, 5_000, 3_000]


def test_deals_that_became_known_together_are_told_apart() -> None:
    deals = [FUNDED, (0.0, 250.0, 0.0), (1.0, -1_000.0, -1_000.0), (1.0, -500.0, -500.0)]
    assert known(deals, [(2.0, 5_000.0), (3.0, 3_750.0)]) == [5_000, 3_500]


@pytest.mark.parametrize("balance", [5_000.0, 4_321.0])
def test_time_decides_where_no_balance_does(balance: float) -> None:
    through = [FUNDED, (0.0, 1_000.0, 1_000.0), (0.0, -1_000.0, -1_000.0)]
    assert known(through, [(-5.0, 5_000.0), (5.0, balance)]) == [5_000, 5_000]


def test_an_account_with_many_deals_is_looked_at_near_its_flow_only() -> None:
    wins = [(-3_000.0 + second, 10.0, 0.0) for second in range(50)]
    deals = [FUNDED, *wins, (0.0, 700.0, 700.0), *((1.0 + second, -10.0, 0.0) for second in range(50))]
    assert known(deals, [(0.5, 5_500.0), (0.7, 6_200.0), (40.5, 5_800.0)]) == [5_000, 5_700, 5_700]
