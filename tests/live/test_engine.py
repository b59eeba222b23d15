from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.feed import ServerQuote
from services.live.engine import Engine, minor
from services.model import CalcMode, Position, Side, Symbol
from tests.live.holding import (
    NOW,
    QUOTES,
    SYMBOLS,
    Quotes,
    account,
    engine,
    exact_floating,
    exact_profit,
    live,
    position,
    shifted,
    tell,
    with_positions,
)

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "GBP", "CHF"])
NAMES = sorted(SYMBOLS)


@st.composite
def positions(draw: st.DrawFn) -> Position:
    name = draw(st.sampled_from(NAMES))
    symbol = SYMBOLS[name]
    points = draw(st.integers(-400, 400))
    opened = QUOTES[name][0] + Decimal(points).scaleb(-symbol.digits)
    lots = Decimal(draw(st.integers(1, 500))) / 100
    swap = Decimal(draw(st.integers(-2_000, 2_000)))
    return position(name, draw(st.sampled_from(list(Side))), str(lots), str(opened), str(swap / 100))


@settings(max_examples=60, deadline=None)
@given(
    accounts=st.lists(st.tuples(CURRENCIES, st.lists(positions(), max_size=8)), min_size=1, max_size=6),
    moves=st.lists(
        st.lists(st.integers(-300, 300), min_size=len(QUOTES), max_size=len(QUOTES)), min_size=1, max_size=6
    ),
)
def test_floating_profit_is_that_of_decimals_wherever_prices_go(
    accounts: list[tuple[str, list[Position]]], moves: list[list[int]]
) -> None:
    held = [
        live(account(currency), *(one if currency != "JPY" else _whole(one) for one in found))
        for currency, found in accounts
    ]
    made = engine(*held)
    for move in moves:
        quotes = shifted(QUOTES, move)
        tell(made, quotes, time=NOW)
        for one in held:
            owner, digits = one.account, one.account.currency_digits
            value = made.values[owner.id]["unrealized_pnl"]
            assert value == minor(exact_floating(one, quotes), digits)
            shown = made.positions(owner.id)
            assert sum(row.profit + row.swap for row in shown) == value
            assert [row.profit for row in shown] == [
                minor(exact_profit(owner, item, quotes), digits) for item in one.positions
            ]


def _whole(one: Position) -> Position:
    return replace(one, swap=Decimal(int(one.swap)))


def test_the_quick_sums_stay_those_of_the_positions_after_many_crossings() -> None:
    held = [
        live(
            account("USD"),
            *(
                position("EURGBP", side, "0.10", f"{0.8500 + step * 0.0001:.5f}")
                for step in range(80)
                for side in Side
            ),
        )
        for _ in range(3)
    ]
    made = engine(*held)
    (group,) = made._groups.values()
    for step in range(400):
        bid = Decimal("0.8500") + Decimal((step * 37) % 90) / 10_000
        tell(made, {"EURGBP": (bid, bid + Decimal("0.0001"))})
        quick, slow = group.value(), group.exposure.profits()
        by_account = np.bincount(group.exposure.held.account, weights=slow)
        assert np.abs(quick - by_account).max() < 0.5 * 0.01


@pytest.mark.parametrize(
    ("held", "quotes", "expected"),
    [
        (
            position("USDJPY", Side.SELL, "0.05", "157.674"),
            {"USDJPY": (Decimal("157.571"), Decimal("157.577"))},
            "3.08",
        ),
        (
            position("USDCHF", Side.BUY, "0.01", "0.97898"),
            {"USDCHF": (Decimal("0.95758"), Decimal("0.95760"))},
            "-22.35",
        ),
        (
            position("ES", Side.BUY, "2", "5000.00"),
            {"ES": (Decimal("5003.75"), Decimal("5004.00"))},
            "375.00",
        ),
    ],
)
def test_positions_that_brokers_printed_are_worth_the_same(
    held: Position, quotes: Quotes, expected: str
) -> None:
    one = live(account("USD"), held)
    made = engine(one, quotes=quotes)
    assert made.values[one.account.id]["unrealized_pnl"] == minor(Decimal(expected), 2)


def test_equity_counts_swaps_and_margin_level_follows() -> None:
    """A printed account: floating without swap 279.23, swaps -0.70, equity 98,679.87."""
    held = [
        position("A", Side.BUY, "1", "1", swap, profit)
        for profit, swap in (("279.60", "0.51"), ("3.08", "-0.55"), ("3.69", "-0.66"), ("-7.14", "0"))
    ]
    one = live(account("USD"), *held, balance="98401.34", symbols={})
    made = engine(one, quotes={})
    values = made.values[one.account.id]
    assert (values["balance"], values["unrealized_pnl"]) == (9_840_134, 27_853)
    assert values["stale"] == 1, "nobody knows prices of it"
    assert values["margin"] is None


def test_a_gain_is_sold_at_the_bid_and_a_loss_bought_at_the_ask() -> None:
    gain, loss = position("GDAXI", Side.BUY, "1", "18440.1"), position("GDAXI", Side.SELL, "1", "18441.6")
    one = live(account("USD"), gain, loss)
    made = engine(one)
    rows = {row.position_id: row.profit for row in made.positions(one.account.id)}
    assert rows[gain.position_id] == minor(Decimal(100) * QUOTES["EURUSD"][0], 2)
    assert rows[loss.position_id] == minor(Decimal(-100) * QUOTES["EURUSD"][1], 2)


def test_what_a_broker_states_of_ticks_prices_symbols_of_unknown_kind() -> None:
    odd = Symbol(
        "ODD",
        2,
        Decimal(1),
        "XXX",
        calc_mode=99,
        tick_size=Decimal("0.01"),
        tick_value_profit=Decimal("0.5"),
        tick_value_loss=Decimal("0.6"),
    )
    one = live(account("USD"), position("ODD", Side.BUY, "2", "10.00"), symbols={"ODD": odd})
    made = engine(one, quotes={"ODD": (Decimal("10.10"), Decimal("10.11"))})
    assert made.values[one.account.id]["unrealized_pnl"] == 1_000
    tell(made, {"ODD": (Decimal("9.90"), Decimal("9.91"))})
    assert made.values[one.account.id]["unrealized_pnl"] == -1_200


def test_a_position_waits_with_its_stated_profit_for_the_first_price() -> None:
    one = live(account("USD"), position("EURUSD", Side.BUY, "1", "1.08000", profit="12.34"))
    made = engine(one, quotes={})
    assert made.values[one.account.id]["unrealized_pnl"] == 1_234
    tell(made, QUOTES)
    assert made.values[one.account.id]["unrealized_pnl"] == 51_000


def test_conversion_takes_the_rate_of_the_day_until_a_live_one_comes() -> None:
    one = live(account("USD"), position("GDAXI", Side.BUY, "1", "18440.1"))
    made = Engine(
        lambda base, quote: Decimal("1.10") if (base, quote) == ("EUR", "USD") else None, stale_seconds=30
    )
    made.put(one)
    tell(made, {"GDAXI": QUOTES["GDAXI"]})
    assert made.values[one.account.id]["unrealized_pnl"] == 11_000
    tell(made, {"EURUSD": QUOTES["EURUSD"]})
    assert made.values[one.account.id]["unrealized_pnl"] == minor(Decimal(100) * QUOTES["EURUSD"][0], 2)


def test_a_closed_position_leaves_with_its_profit() -> None:
    first, second = position("EURUSD", Side.BUY, "1", "1.08000"), position("USDJPY", Side.BUY, "1", "157.0")
    one = live(account("USD"), first, second)
    other = live(account("USD"), first)
    made = engine(one, other)
    made.put(with_positions(one, second))
    made.settle()
    assert made.values[one.account.id]["unrealized_pnl"] == minor(
        exact_floating(with_positions(one, second), QUOTES), 2
    )
    assert made.values[other.account.id]["unrealized_pnl"] == 51_000
    made.remove(other.account.id)
    made.settle()
    assert other.account.id not in made.values


def test_margin_is_volume_over_leverage_in_the_accounts_currency() -> None:
    one = live(
        account("USD"),
        position("EURUSD", Side.BUY, "1", "1.08000"),
        position("USDJPY", Side.SELL, "1", "157"),
    )
    made = engine(one)
    expected = Decimal(1_000) * QUOTES["EURUSD"][1] + Decimal(1_000)
    assert made.values[one.account.id]["margin"] == minor(expected, 2)
    unknown = live(account("USD", leverage=None), position("EURUSD", Side.BUY, "1", "1.08000"))
    assert engine(unknown).values[unknown.account.id]["margin"] is None


def test_changes_name_only_what_moved() -> None:
    one = live(account("USD"), position("EURUSD", Side.BUY, "1", "1.08000"))
    still = live(account("USD"), position("USDJPY", Side.BUY, "1", "157"))
    made = engine(one, still)
    made.take_changes()
    made.take_ticks()
    made.take([ServerQuote("S", "EURUSD", NOW, 1.0852, 1.0853)], NOW)
    made.settle()
    assert made.take_changes() == {"unrealized_pnl": {one.account.id: 52_000}}
    (tick,) = made.take_ticks()
    assert (tick.price, tick.profit) == ("1.08520", 52_000)
    assert made.take_changes() == {}


def test_servers_do_not_share_prices() -> None:
    here, there = (
        live(account("USD", server=name), position("EURUSD", Side.BUY, "1", "1.08000")) for name in ("S", "T")
    )
    made = engine(here, there)
    assert made.values[there.account.id]["unrealized_pnl"] == 0
    tell(made, {"EURUSD": (Decimal("1.08100"), Decimal("1.08101"))}, server="T")
    assert made.values[there.account.id]["unrealized_pnl"] == 10_000
    assert made.values[here.account.id]["unrealized_pnl"] == 51_000


def test_collateral_makes_no_profit() -> None:
    bond = Symbol("COL", 2, Decimal(1), "USD", CalcMode.SERV_COLLATERAL)
    one = live(account("USD"), position("COL", Side.BUY, "5", "10.00"), symbols={"COL": bond})
    made = engine(one, quotes={"COL": (Decimal(20), Decimal(21))})
    assert made.values[one.account.id]["unrealized_pnl"] == 0
