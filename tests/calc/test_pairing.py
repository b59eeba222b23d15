"""Deals of a report find their positions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.calc.pairing import pair
from services.model import Deal, DealEntry, DealType, MarginMode, Side
from services.statement import StatedDeal, StatedPosition, StatedTrade

if TYPE_CHECKING:
    from services.calc.pairing import PairingResult

START = datetime(2026, 1, 5)  # noqa: DTZ001 - a server's wall clock
HEDGING, NETTING = MarginMode.HEDGING, MarginMode.NETTING


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def deal(row: int, kind: str, entry: DealEntry, volume: str = "1", **fields: Any) -> StatedDeal:
    moment = at(fields.pop("minute", row))
    money: dict[str, Any] = {
        name: Decimal(str(fields.pop(name, 0))) for name in ("price", "profit", "swap", "commission")
    }
    type_ = DealType.BUY if kind == "buy" else DealType.SELL
    made = Deal(
        ticket=row,
        time=moment.replace(tzinfo=UTC),
        server_time=moment,
        type=type_,
        entry=entry,
        order=fields.pop("order", 1000 + row),
        symbol=fields.pop("symbol", "EURUSD"),
        volume=Decimal(volume),
        **money,
    )
    return StatedDeal(row, made)


def buy(row: int, volume: str = "1", **fields: Any) -> StatedDeal:
    return deal(row, "buy", DealEntry.IN, volume, **fields)


def sell(row: int, volume: str = "1", **fields: Any) -> StatedDeal:
    return deal(row, "sell", DealEntry.IN, volume, **fields)


def out(row: int, kind: str = "sell", volume: str = "1", **fields: Any) -> StatedDeal:
    return deal(row, kind, fields.pop("entry", DealEntry.OUT), volume, **fields)


def listed(position_id: int, opened: int, closed: int, volume: str = "1", **fields: Any) -> StatedTrade:
    numbers = {
        name: Decimal(str(fields.get(name, 0))) for name in ("close_price", "commission", "swap", "profit")
    }
    return StatedTrade(
        row=position_id,
        position_id=position_id,
        symbol=fields.get("symbol", "EURUSD"),
        side=fields.get("side", Side.BUY),
        volume=Decimal(volume),
        open_time=at(opened),
        open_price=Decimal(1),
        close_time=at(closed),
        **numbers,
    )


def held(position_id: int, volume: str = "1") -> StatedPosition:
    zero = Decimal(0)
    return StatedPosition(
        9,
        position_id,
        "EURUSD",
        Side.BUY,
        Decimal(volume),
        at(0),
        Decimal(1),
        None,
        None,
        None,
        zero,
        zero,
        zero,
    )


def ids(result: PairingResult) -> list[int]:
    return [each.deal.position_id for each in result.deals]


def test_an_exit_is_found_by_time_symbol_volume_and_price() -> None:
    deals = [buy(1), buy(2), out(3, price=1.2, profit=20), out(4, price=1.1, profit=10)]
    trades = [listed(1001, 1, 4, close_price=1.1, profit=10), listed(1002, 2, 3, close_price=1.2, profit=20)]
    result = pair(deals, trades, (), HEDGING)
    assert ids(result) == [1001, 1002, 1002, 1001]
    assert not result.inferred
    assert result.problems == ()


def test_equal_exits_are_told_apart_by_their_profit() -> None:
    deals = [buy(1), buy(2), out(3, minute=5, profit=7), out(4, minute=5, profit=-7)]
    trades = [listed(1001, 1, 5, profit=-7), listed(1002, 2, 5, profit=7)]
    assert ids(pair(deals, trades, (), HEDGING)) == [1001, 1002, 1002, 1001]


def test_equal_profits_are_told_apart_by_their_commission() -> None:
    deals = [
        buy(1, commission=-1),
        buy(2, commission=-2),
        out(3, minute=5, commission=-4),
        out(4, minute=5, commission=-3),
    ]
    trades = [listed(1001, 1, 5, commission=-4), listed(1002, 2, 5, commission=-6)]
    result = pair(deals, trades, (), HEDGING)
    assert ids(result) == [1001, 1002, 1002, 1001]
    assert result.problems == ()


def test_exits_that_nothing_tells_apart_are_shared_out_in_order() -> None:
    deals = [buy(1), buy(2), out(3, minute=5, profit=4), out(4, minute=5, profit=6)]
    result = pair(deals, [listed(1001, 1, 5, profit=5), listed(1002, 2, 5, profit=5)], (), HEDGING)
    assert ids(result) == [1001, 1002, 1001, 1002]
    assert len(result.problems) == 2


def test_a_row_with_another_closing_price_is_found_by_its_money() -> None:
    deals = [buy(1), buy(2), out(3, minute=5, price=1.5, profit=4), out(4, minute=5, price=1.5, profit=6)]
    trades = [listed(1001, 1, 5, close_price=1.1, profit=6), listed(1002, 2, 5, close_price=1.2, profit=4)]
    assert ids(pair(deals, trades, (), HEDGING)) == [1001, 1002, 1002, 1001]


def test_partial_closes_add_up_to_their_row() -> None:
    deals = [
        buy(1, "3"),
        buy(2, "2"),
        out(3, "sell", "1", profit=1),
        out(4, "sell", "1", profit=5),
        out(5, "sell", "1", profit=7),
        out(6, "sell", "2", profit=2),
    ]
    trades = [listed(1001, 1, 6, "3", profit=3), listed(1002, 2, 5, "2", profit=12)]
    result = pair(deals, trades, (), HEDGING)
    assert ids(result) == [1001, 1002, 1001, 1002, 1002, 1001]
    assert not result.inferred


def test_a_position_closed_in_very_many_parts_is_found() -> None:
    deals = [buy(1, "150")] + [out(row, "sell", "1", profit=1) for row in range(2, 152)]
    result = pair(deals, [listed(1001, 1, 151, "150", profit=150)], (), HEDGING)
    assert set(ids(result)) == {1001}
    assert result.problems == ()


def test_a_search_without_an_end_is_given_up() -> None:
    deals = [buy(1, "400")] + [out(row, "sell", "1", profit=1) for row in range(2, 402)]
    result = pair(deals, [listed(1001, 1, 401, "400", profit=399)], (), HEDGING)
    assert set(ids(result)) == {1001}
    assert "399" in result.problems[0]


def test_close_by_pairs_share_their_order_but_not_their_position() -> None:
    deals = [
        buy(1, profit=0),
        sell(2),
        out(3, "sell", minute=9, entry=DealEntry.OUT_BY, order=77, price=1.3, profit=-232),
        out(4, "buy", minute=9, entry=DealEntry.OUT_BY, order=77, price=1.1, profit=0),
    ]
    trades = [
        listed(1001, 1, 9, close_price=1.3, profit=-232),
        listed(1002, 2, 9, close_price=1.1, side=Side.SELL),
    ]
    result = pair(deals, trades, (), HEDGING)
    assert ids(result) == [1001, 1002, 1001, 1002]
    assert result.problems == ()


def test_an_exit_without_entry_gets_the_id_of_its_row() -> None:
    deals = [out(3, profit=11, commission=-1)]
    result = pair(deals, [listed(555, -500, 3, profit=11, commission=-2)], (), HEDGING)
    assert ids(result) == [555]
    assert result.orphans == {555}
    assert result.problems == ()


def test_fills_of_one_order_are_one_position() -> None:
    deals = [buy(1, order=50), buy(2, order=50), out(3, "sell", "2", profit=4)]
    result = pair(deals, [listed(50, 1, 3, "2", profit=4)], (), HEDGING)
    assert ids(result) == [50, 50, 50]


def test_a_part_of_an_open_position_needs_no_guess() -> None:
    deals = [buy(1, "3"), out(2, "sell", "1", profit=1)]
    result = pair(deals, (), [held(1001, "2")], HEDGING)
    assert ids(result) == [1001, 1001]
    assert not result.inferred


def test_without_listed_positions_the_first_in_is_the_first_out() -> None:
    deals = [buy(1), buy(2), out(3), out(4)]
    result = pair(deals, (), (), HEDGING)
    assert ids(result) == [1001, 1002, 1001, 1002]
    assert result.inferred


def test_an_exit_of_unknown_origin_keeps_to_itself() -> None:
    result = pair([out(1), out(2, "buy")], (), (), HEDGING)
    assert ids(result) == [1001, 1002]
    assert result.inferred


def test_netting_keeps_one_position_until_it_is_flat() -> None:
    deals = [buy(1), buy(2, "2"), out(3), out(4, "sell", "2"), buy(5), out(6)]
    assert ids(pair(deals, (), (), NETTING)) == [1001, 1001, 1001, 1001, 1005, 1005]


def test_a_reversal_keeps_the_id_of_its_position() -> None:
    deals = [buy(1), out(2, "sell", "3", entry=DealEntry.INOUT), out(3, "buy", "2")]
    assert ids(pair(deals, (), (), NETTING)) == [1001, 1001, 1001]


def test_a_netting_exit_without_entry_gets_the_id_of_its_row() -> None:
    result = pair([out(3, profit=1)], [listed(555, -500, 3, profit=1)], (), NETTING)
    assert ids(result) == [555]
    assert not result.inferred


def test_the_mode_is_told_by_the_deals() -> None:
    reversal = [buy(1), out(2, "sell", "3", entry=DealEntry.INOUT)]
    whole = [buy(1), buy(2), out(3, "sell", "2")]
    hedge = [buy(1), sell(2), out(3, "sell")]
    assert ids(pair(reversal, (), (), None)) == [1001, 1001]
    assert ids(pair(whole, (), (), None)) == [1001, 1001, 1001]
    assert ids(pair(hedge, (), (), None)) == [1001, 1002, 1001]
    assert pair(whole, (), (), None).inferred


def test_a_row_that_its_deals_contradict_is_named() -> None:
    deals = [buy(1, commission=-1), out(2, profit=9, commission=-1)]
    profit = pair(deals, [listed(1001, 1, 2, profit=10, commission=-2)], (), HEDGING)
    assert profit.problems == ("Row 1001: position 1001 states a profit of 10, its deals add up to 9.",)
    commission = pair(deals, [listed(1001, 1, 2, profit=9, commission=-3)], (), HEDGING)
    assert "commission of -3" in commission.problems[0]


def test_a_row_that_no_deal_closes_is_named() -> None:
    result = pair([buy(1)], [listed(1001, 1, 2)], (), HEDGING)
    assert "no deal closes it" in result.problems[0]


def test_deals_that_are_no_trades_stay_as_they_are() -> None:
    flow = StatedDeal(1, Deal(1, START.replace(tzinfo=UTC), START, DealType.BALANCE, profit=Decimal(100)))
    result = pair([flow], (), (), HEDGING)
    assert result.deals == (flow,)
