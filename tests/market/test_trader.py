"""Laws of the made-up traders: their deals are exact, and they keep to what their accounts allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest

from services.demo import SERVER, SERVER_ZONE
from services.market._trader import MOST_HELD, Trader
from services.market._walk import Walk
from services.market.simulated import SimulatedFeed, instruments
from services.model import ZERO, DealEntry, MarginMode, Position, Side
from tests.market.fake_host import FakeHost
from tests.market.harness_simulated import demo_account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.model import Deal

MONDAY = datetime(2026, 1, 11, 22, tzinfo=UTC)  # midnight of the server
STEP = timedelta(minutes=1)
COMMISSION = Decimal("3.5")
STOPPED, TAKEN = 4, 5
CURRENCIES = ["USD", "EUR", "JPY"]
Quotes = dict[str, tuple[Decimal, Decimal]]
Done = list[tuple["Deal", Quotes, dict[int, Position]]]


def trading(walk: Walk, currency: str, mode: MarginMode = MarginMode.HEDGING, seed: int = 7) -> Trader:
    held = demo_account("1", currency, mode)
    digits = 0 if currency == "JPY" else 2
    held = replace(held, positions=(), account=replace(held.account, currency_digits=digits))
    return Trader(held, walk, commission=float(COMMISSION), seed=seed, daily=lambda _base, _quote: None)


def walking(seed: int = 7) -> Walk:
    return Walk(SERVER, SERVER_ZONE, instruments(), {}, seed=seed)


@cache
def week(currency: str, mode: MarginMode = MarginMode.HEDGING) -> Done:
    """A trader's deals of a week, each with the quotes and the positions before it."""
    walk = walking()
    trader = trading(walk, currency, mode)
    done: Done = []
    for minute in range(5 * 24 * 60):
        now = MONDAY + minute * STEP
        walk.step(now)
        before = dict(trader.positions)
        done += [(deal, dict(walk.quotes), before) for deal in trader.step(now, 60.0)]
        assert len(trader.positions) <= MOST_HELD
        if mode is MarginMode.NETTING:
            symbols = [position.symbol for position in trader.positions.values()]
            assert len(set(symbols)) == len(symbols)
    return done


def rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1) if currency == "JPY" else Decimal("0.01"), ROUND_HALF_UP)


def expected(position: Position, price: Decimal, currency: str, quotes: Quotes) -> Decimal:
    """Profit as MetaTrader books it, step by step: a gain is sold, a loss has to be bought."""
    symbol = next(item.symbol for item in instruments() if item.symbol.name == position.symbol)
    amount = (price - position.price_open) * position.volume * symbol.contract_size * position.side.sign
    if position.symbol[:3] == currency:
        return rounded(amount / price, currency)
    gains = amount >= 0
    if symbol.currency_profit == "JPY" != currency:
        bid, ask = quotes["USDJPY"]
        amount /= ask if gains else bid
    if currency == "EUR":
        bid, ask = quotes["EURUSD"]
        amount /= ask if gains else bid
    if currency == "JPY" != symbol.currency_profit:
        bid, ask = quotes["USDJPY"]
        amount *= bid if gains else ask
    return rounded(amount, currency)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_profit_is_exact(currency: str) -> None:
    exits = [one for one in week(currency) if one[0].entry == DealEntry.OUT]
    assert len({deal.symbol for deal, _, _ in exits}) == len(instruments())
    for deal, quotes, before in exits:
        position = before[deal.position_id]
        bid, ask = quotes[deal.symbol]
        assert deal.price == (bid if position.side is Side.BUY else ask)
        assert deal.profit == expected(position, deal.price, currency, quotes)
        assert (deal.side, deal.volume) == (position.side.opposite, position.volume)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_execution_pays_commission_and_an_entry_books_no_profit(currency: str) -> None:
    for deal, quotes, _ in week(currency):
        assert deal.commission == -rounded(COMMISSION * deal.volume, currency)
        bid, ask = quotes[deal.symbol]
        if deal.entry == DealEntry.IN:
            assert (deal.profit, deal.swap) == (0, 0)
            assert deal.price == (ask if deal.side is Side.BUY else bid)


def test_tickets_rise_and_positions_are_closed_once() -> None:
    done = [deal for deal, _, _ in week("USD")]
    assert [deal.ticket for deal in done] == list(range(951, 951 + len(done)))
    entries = [deal.position_id for deal in done if deal.entry == DealEntry.IN]
    exits = [deal.position_id for deal in done if deal.entry == DealEntry.OUT]
    assert len(set(entries)) == len(entries)
    assert len(set(exits)) == len(exits)
    assert set(exits) <= set(entries)


@pytest.mark.parametrize("mode", [MarginMode.HEDGING, MarginMode.NETTING])
def test_a_week_is_busy_and_keeps_to_the_bounds(mode: MarginMode) -> None:
    assert len(week("USD", mode)) > 1_000


@pytest.mark.parametrize(("reason", "word"), [(STOPPED, "sl"), (TAKEN, "tp")])
def test_a_stop_that_was_met_closes_the_position_and_says_so(reason: int, word: str) -> None:
    found = [one for one in week("USD") if one[0].reason == reason]
    assert found
    for deal, _, before in found:
        position = before[deal.position_id]
        level = position.stop_loss if reason == STOPPED else position.take_profit
        assert level is not None
        assert deal.comment == f"[{word} {level}]"
        away = (deal.price - level) * position.side.sign
        assert away <= 0 if reason == STOPPED else away >= 0


def test_what_sleeps_is_not_traded() -> None:
    walk = walking()
    saturday = MONDAY - timedelta(days=2)
    walk.step(saturday - STEP)
    trader = trading(walk, "USD")
    found: list[Deal] = []
    for minute in range(2 * 24 * 60):
        now = saturday + minute * STEP
        walk.step(now)
        found += trader.step(now, 60.0)
    assert {deal.symbol for deal in found} == {"BTCUSD"}


def _nights(currency: str) -> Sequence[Decimal]:
    """The swap that each night of a week adds to a long position of one lot of EURUSD."""
    walk = walking()
    walk.step(MONDAY)
    trader = trading(walk, currency)
    trader.positions[1] = Position(1, "EURUSD", Side.BUY, Decimal(1), MONDAY, Decimal("1.08"))
    swaps = []
    for day in range(7):
        before = trader.positions[1].swap
        trader.roll_over(walk.day(MONDAY + timedelta(days=day)))
        swaps.append(trader.positions[1].swap - before)
    return swaps


def test_swap_is_booked_each_night_three_times_on_wednesday_and_never_on_the_weekend() -> None:
    lot = Decimal("-6.10")
    assert _nights("USD") == [lot, lot, 3 * lot, lot, lot, 0, 0]


def test_a_closed_position_books_the_swap_it_has_gathered() -> None:
    walk = walking()
    walk.step(MONDAY)
    trader = trading(walk, "USD")
    bid, _ = walk.quotes["EURUSD"]
    trader.positions[1] = Position(
        1, "EURUSD", Side.BUY, Decimal(1), MONDAY, bid, swap=Decimal("-18.30"), stop_loss=bid + 1
    )
    (deal,) = trader.step(MONDAY, 0.0)
    assert (deal.swap, deal.reason, deal.profit) == (Decimal("-18.30"), STOPPED, ZERO)
    assert trader.positions == {}


def test_the_feed_rolls_over_at_the_servers_midnight() -> None:
    host = FakeHost(accounts=[demo_account("1")])
    feed = SimulatedFeed(host)
    tuesday = MONDAY + timedelta(days=1)
    feed.poll(tuesday - STEP)
    (report,) = feed.poll(tuesday).reports
    assert report.positions is not None
    (position,) = (one for one in report.positions if one.position_id == 901)
    assert position.swap == Decimal("-0.61")


def test_the_same_seed_makes_the_same_deals() -> None:
    def deals(seed: int) -> list[Deal]:
        walk = walking()
        trader = trading(walk, "USD", seed=seed)
        found = []
        for minute in range(600):
            walk.step(MONDAY + minute * STEP)
            found += trader.step(MONDAY + minute * STEP, 60.0)
        return found

    assert deals(1) == deals(1) != deals(2)
