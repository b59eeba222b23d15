"""Closed trades from deals: the vectors, and the law that no cent is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calc.ledger import conservation_gap, ledger_totals
from services.calc.round_trips import round_trips
from services.model import Deal, DealEntry, DealType, Side

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "deals_to_trades.json"
START = datetime(2026, 1, 5, tzinfo=UTC)


def make_deal(ticket: int, **fields: Any) -> Deal:
    time = fields.pop("time", START + timedelta(minutes=ticket))
    numbers = ("volume", "price", "commission", "swap", "profit", "fee")
    fields |= {name: Decimal(str(fields.get(name, 0))) for name in numbers}
    return Deal(ticket, time, time.replace(tzinfo=None), fields.pop("type", 0), **fields)


def from_vector(row: dict[str, Any]) -> Deal:
    known = {name: row[name] for name in ("position_id", "order", "symbol", "magic", "reason", "comment")}
    money = {name: row[name] for name in ("volume", "price", "commission", "swap", "profit", "fee")}
    time = START + timedelta(milliseconds=row["time_msc"])
    return make_deal(
        row["ticket"], time=time, type=row["type"], entry=DealEntry(row["entry"]), **known, **money
    )


def load_vectors() -> list[dict[str, Any]]:
    if not VECTORS.exists():
        return []
    vectors: list[dict[str, Any]] = json.loads(VECTORS.read_text())
    return vectors


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not here")
@pytest.mark.parametrize("vector", load_vectors(), ids=lambda vector: vector["name"])
def test_gives_the_trades_of_the_vectors(vector: dict[str, Any]) -> None:
    deals = [from_vector(row) for row in vector["deals"]]
    expect = vector["expect"]
    result = round_trips(deals, digits=2)
    assert len(result.closed) == len(expect["trips"])
    wanted = sorted(expect["trips"], key=lambda trip: (trip["net"], trip["vol"]))
    for trade, trip in zip(
        sorted(result.closed, key=lambda t: (t.net_profit, t.volume)), wanted, strict=True
    ):
        assert trade.side.sign == trip["side"]
        assert float(trade.volume) == pytest.approx(trip["vol"])
        assert float(trade.net_profit) == pytest.approx(trip["net"], abs=1e-9)
        assert float(trade.exit_price) == pytest.approx(trip["exit"], rel=1e-6)
        if trip["entry"] is None:
            assert trade.is_orphan
            assert trade.entry_price is None
        else:
            assert float(trade.entry_price or 0) == pytest.approx(trip["entry"], rel=1e-6)
    totals = ledger_totals(deals)
    if "flow" in expect:
        assert float(totals.flows) == pytest.approx(expect["flow"])
    if "balance" in expect:
        assert float(totals.balance_change) == pytest.approx(expect["balance"])
    assert len(result.warnings) == len(expect.get("warn", []))
    assert conservation_gap(deals, result) == 0


def test_shows_the_closed_part_of_a_position_that_is_still_open() -> None:
    deals = [
        make_deal(1, position_id=7, symbol="X", volume=3, price=100, commission="-1.00"),
        make_deal(2, position_id=7, symbol="X", type=1, entry=DealEntry.OUT, volume=1, price=110, profit=10),
    ]
    result = round_trips(deals, digits=2)
    assert [(trade.volume, trade.net_profit) for trade in result.closed] == [(Decimal(1), Decimal("9.67"))]
    assert [(trade.volume, trade.entry_cost) for trade in result.open] == [(Decimal(2), Decimal("-0.67"))]


def test_takes_the_entry_of_an_orphan_from_the_statement() -> None:
    exit_deal = make_deal(5, position_id=3, type=1, entry=DealEntry.OUT, volume=1, price=2, profit="11.91")
    trade = round_trips([exit_deal], digits=2, entries={3: (START, Decimal(1))}).closed[0]
    assert (trade.is_orphan, trade.entry_time, trade.entry_price) == (True, START, Decimal(1))
    assert trade.side is Side.BUY


def test_warns_of_an_exit_larger_than_the_position() -> None:
    deals = [
        make_deal(1, position_id=7, volume=1, price=100),
        make_deal(2, position_id=7, type=1, entry=DealEntry.OUT, volume=2, price=110, profit=10),
    ]
    assert "only 1 were open" in round_trips(deals, digits=2).warnings[0]


money = st.decimals(-1000, 1000, places=2, allow_nan=False)
cost = st.decimals(-5, 0, places=2, allow_nan=False)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Deal]:
    """Any deals at all: entries, exits, reversals, close-bys and flows over a few positions."""
    size = draw(st.integers(1, 40))
    kinds = st.sampled_from([DealType.BUY, DealType.SELL, DealType.BALANCE, DealType.CHARGE, DealType.BONUS])
    return [
        make_deal(
            ticket,
            type=draw(kinds),
            entry=draw(st.sampled_from(list(DealEntry))),
            position_id=draw(st.integers(0, 3)),
            symbol=draw(st.sampled_from(["A", "B"])),
            volume=draw(st.decimals("0.01", 5, places=2)),
            price=draw(st.decimals(1, 200, places=3)),
            commission=draw(cost),
            swap=0,
            fee=draw(cost),
            profit=draw(money),
        )
        for ticket in range(1, size + 1)
    ]


@given(ledgers(), st.randoms())
def test_loses_no_cent_of_any_ledger_in_any_order(deals: list[Deal], random: Any) -> None:
    result = round_trips(deals, digits=2)
    assert conservation_gap(deals, result) == 0
    shuffled = list(deals)
    random.shuffle(shuffled)
    assert round_trips(shuffled, digits=2) == result
