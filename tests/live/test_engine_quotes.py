"""What the engine makes of quotes that are wrong, late or missing."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from services.feed import ServerQuote
from services.model import Side
from tests.live.holding import NOW, account, engine, live, position


@pytest.mark.parametrize(
    ("bid", "ask"),
    [
        (math.nan, 1.1),
        (1.1, math.nan),
        (-1.0, 1.1),
        (0.0, 1.1),
        (1.2, 1.1),
        (math.inf, math.inf),
        (1.1, -0.1),
    ],
)
def test_a_quote_that_is_no_price_moves_nothing_and_is_counted(bid: float, ask: float) -> None:
    one = live(account("USD"), position("EURUSD", Side.BUY, "1", "1.08000"))
    made = engine(one)
    before = dict(made.values[one.account.id])
    made.take_changes()
    made.take([ServerQuote("S", "EURUSD", NOW, bid, ask)], NOW)
    made.settle()
    assert made.values[one.account.id] == before
    assert made.take_changes() == {}
    assert made.board.refused.total == 1


def test_quotes_out_of_time_move_nothing() -> None:
    one = live(account("USD"), position("EURUSD", Side.BUY, "1", "1.08000"))
    made = engine(one)
    late = ServerQuote("S", "EURUSD", NOW - timedelta(seconds=5), 1.0, 1.1)
    ahead = ServerQuote("S", "EURUSD", NOW + timedelta(hours=2), 1.0, 1.1)
    assert made.take([late, ahead], NOW) == 0
    assert made.board.refused.counts == {"older than the last": 1, "from the future": 1}


def test_an_old_price_is_marked_stale_and_a_new_one_clears_it() -> None:
    one = live(account("USD"), position("EURUSD", Side.BUY, "1", "1.08000"))
    made = engine(one)
    assert made.values[one.account.id]["stale"] == 0
    made.check(NOW + timedelta(seconds=31))
    assert made.values[one.account.id]["stale"] == 1
    made.check(NOW + timedelta(seconds=31), is_closed=True)
    assert made.values[one.account.id]["stale"] == 0
    made.is_down = True
    made.check(NOW)
    assert made.values[one.account.id]["stale"] == 1


def test_only_what_is_held_makes_an_account_stale() -> None:
    one = live(account("USD"), position("EURUSD", Side.BUY, "1", "1.08000"))
    made = engine(one)
    later = NOW + timedelta(seconds=31)
    made.take([ServerQuote("S", "EURUSD", later, 1.08, 1.0801)], later)
    made.settle()
    made.check(later)
    assert made.values[one.account.id]["stale"] == 0
