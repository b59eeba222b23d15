"""Laws of the made-up prices: spreads, sessions, gaps, and that they never run away."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

import pytest

from services.demo import SERVER, SERVER_ZONE
from services.market._walk import Walk
from services.market.simulated import SimulatedFeed, instruments
from tests.market.fake_host import FakeHost
from tests.market.harness_simulated import demo_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.feed import ServerQuote

COIN, METAL = "BTCUSD", "XAUUSD"
MIDNIGHT = datetime(2026, 1, 6, 22, tzinfo=UTC)  # of Wednesday on the server's clock, New York + 7 h
SATURDAY = datetime(2026, 1, 9, 22, tzinfo=UTC)
MONDAY = SATURDAY + timedelta(days=2)
NOON = MIDNIGHT + timedelta(hours=12)
STEP = timedelta(minutes=5)


def walking(seed: int = 7) -> Walk:
    return Walk(SERVER, SERVER_ZONE, instruments(), {}, seed=seed)


def steps(walk: Walk, start: datetime, end: datetime, step: timedelta = STEP) -> Iterator[ServerQuote]:
    while start < end:
        yield from walk.step(start)
        start += step


def middle(walk: Walk, symbol: str) -> float:
    bid, ask = walk.quotes[symbol]
    return float(bid + ask) / 2


def spread(quote: ServerQuote) -> float:
    return quote.ask - quote.bid


def test_the_same_seed_and_instants_give_the_same_prices_and_another_seed_others() -> None:
    first, second, other = (list(steps(walking(seed), NOON, NOON + timedelta(hours=3))) for seed in (3, 3, 4))
    assert first == second
    assert first != other


def test_every_price_is_one_of_the_symbols_digits_and_the_ask_is_above_the_bid() -> None:
    walk = walking()
    for _ in steps(walk, MIDNIGHT, MIDNIGHT + timedelta(days=1), timedelta(minutes=7)):
        for name, (bid, ask) in walk.quotes.items():
            assert 0 < bid < ask
            assert bid.as_tuple().exponent == ask.as_tuple().exponent == -walk.instruments[name].symbol.digits


@pytest.mark.parametrize("symbol", [item.symbol.name for item in instruments()])
def test_spreads_are_widest_around_midnight_and_wider_by_night_than_by_day(symbol: str) -> None:
    def mean(start: datetime, end: datetime) -> float:
        found = steps(walking(), start, end, timedelta(seconds=20))
        return fmean(spread(quote) for quote in found if quote.symbol == symbol)

    rollover = mean(MIDNIGHT - timedelta(minutes=4), MIDNIGHT)
    night = mean(MIDNIGHT + timedelta(hours=2), MIDNIGHT + timedelta(hours=3))
    day = mean(NOON, NOON + timedelta(hours=1))
    assert rollover > 1.5 * night > 1.5 * day


def test_on_a_weekend_only_the_coin_is_quoted() -> None:
    walk = walking()
    before = {quote.symbol for quote in steps(walk, SATURDAY - timedelta(hours=1), SATURDAY)}
    assert before == set(walk.instruments)
    assert {quote.symbol for quote in steps(walk, SATURDAY, MONDAY)} == {COIN}
    assert set(walk.asleep(SATURDAY)) == set(walk.instruments) - {COIN}
    assert walk.asleep(SATURDAY - timedelta(seconds=1)) == ()
    assert walk.asleep(MONDAY + timedelta(hours=1)) == ()


def test_who_comes_on_a_weekend_is_told_the_last_price_of_everything_once() -> None:
    walk = walking()
    assert {quote.symbol for quote in walk.step(SATURDAY)} == set(walk.instruments)
    assert {quote.symbol for quote in walk.step(SATURDAY + STEP)} == {COIN}


def test_the_metal_sleeps_in_the_first_hour_of_the_day() -> None:
    walk = walking()
    walk.step(MIDNIGHT - STEP)
    for minute in range(60):
        now = MIDNIGHT + timedelta(minutes=minute)
        assert walk.asleep(now) == (METAL,)
        assert METAL not in {quote.symbol for quote in walk.step(now)}
    assert METAL in {quote.symbol for quote in walk.step(MIDNIGHT + timedelta(hours=1))}


def test_a_week_begins_with_a_gap() -> None:
    """Half of them are larger than nearly every move of five minutes."""
    gaps, moves = [], []
    for seed in range(40):
        walk = walking(seed)
        walk.step(SATURDAY - 2 * STEP)
        first = middle(walk, "EURUSD")
        walk.step(SATURDAY - STEP)
        last = middle(walk, "EURUSD")
        moves.append(abs(math.log(last / first)))
        for hours in range(48):
            walk.step(SATURDAY + timedelta(hours=hours))
        assert middle(walk, "EURUSD") == last
        walk.step(MONDAY)
        gaps.append(abs(math.log(middle(walk, "EURUSD") / last)))
    assert median(gaps) > 4 * median(moves)


def test_a_step_moves_prices_by_about_their_volatility() -> None:
    walk = walking()
    logs = [
        math.log(quote.bid + spread(quote) / 2)
        for quote in steps(walk, NOON, NOON + timedelta(hours=100 / 12))
        if quote.symbol == "EURUSD"
    ]
    moves = [after - before for before, after in pairwise(logs)]
    hourly = math.sqrt(fmean(move**2 for move in moves) * 12)
    assert hourly == pytest.approx(walk.instruments["EURUSD"].volatility, rel=0.35)


def test_prices_stay_near_where_they_began_for_months() -> None:
    walk = walking()
    lowest: dict[str, float] = {}
    highest: dict[str, float] = {}
    for quote in steps(walk, MONDAY, MONDAY + timedelta(days=60)):
        lowest[quote.symbol] = min(quote.bid, lowest.get(quote.symbol, quote.bid))
        highest[quote.symbol] = max(quote.ask, highest.get(quote.symbol, quote.ask))
    for name, item in walk.instruments.items():
        band = math.exp(40 * item.volatility)
        assert item.start / band < lowest[name] < item.start < highest[name] < item.start * band


def test_a_pause_of_the_process_moves_prices_no_more_than_five_minutes_do() -> None:
    short, long = walking(), walking()
    for walk, pause in ((short, STEP), (long, timedelta(hours=5))):
        walk.step(NOON)
        walk.step(NOON + pause)
    assert middle(long, "EURUSD") == pytest.approx(middle(short, "EURUSD"), abs=1e-4)


def test_prices_go_on_from_their_anchors() -> None:
    walk = Walk(SERVER, SERVER_ZONE, instruments(), {"EURUSD": 1.5}, seed=1)
    walk.step(NOON)
    assert middle(walk, "EURUSD") == pytest.approx(1.5, abs=1e-4)
    assert middle(walk, "GBPUSD") == pytest.approx(walk.instruments["GBPUSD"].start, rel=1e-3)


def test_who_begins_on_a_saturday_hears_the_last_prices_of_what_sleeps() -> None:
    feed = SimulatedFeed(FakeHost(accounts=[demo_account("1")]))
    first, second = feed.poll(SATURDAY), feed.poll(SATURDAY + timedelta(seconds=1))
    assert {quote.symbol for quote in first.quotes} >= set(first.asleep) != set()
    assert not {quote.symbol for quote in second.quotes} & set(second.asleep)
