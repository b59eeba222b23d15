"""The stand-in has the habits of the package it stands for."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.settings import PROJECT
from tests.market.fake_mt5 import NO_IPC, NOT_FOUND, TRADING, FakeMT5
from tests.market.fake_structs import STRUCTS, chosen
from tests.market.mt5_fields import FIELDS

START = datetime(1971, 1, 1, tzinfo=UTC)
VECTORS = PROJECT.parent / "shared" / "vectors" / "mt5_struct_fields.json"


@pytest.fixture
def mt5() -> FakeMT5:
    fake = FakeMT5(lambda: 1_767_614_400.0)
    fake.initialize()
    return fake


def _end() -> datetime:
    return datetime.fromtimestamp(1_767_614_400, UTC) + timedelta(days=1)


def test_its_structs_have_the_fields_of_the_package() -> None:
    if not Path(VECTORS).exists():
        pytest.skip("the package's own list of fields is not on this machine")
    real = json.loads(VECTORS.read_text(encoding="utf-8"))["types"]
    assert {kind: tuple(real[kind]) for kind in FIELDS} == FIELDS


def test_a_struct_has_no_fields_attribute_and_cannot_be_pickled_or_changed(mt5: FakeMT5) -> None:
    info = mt5.account_info()
    assert info is not None
    assert tuple(info._asdict()) == FIELDS["AccountInfo"]
    assert not hasattr(info, "_fields")
    with pytest.raises(TypeError):
        pickle.dumps(info)
    with pytest.raises(AttributeError):
        info.login = 1
    with pytest.raises(AttributeError):
        _ = info.nonsense


def test_an_account_is_derived_from_its_deals_and_positions(mt5: FakeMT5) -> None:
    mt5.deposit(1000.0)
    position = mt5.open(commission=-0.7)
    mt5.quote("EURUSD", 1.101)
    info = mt5.account_info()
    assert info is not None
    assert (info.balance, info.profit, info.equity) == (999.3, 10.0, 1009.3)
    mt5.close(position, 10.0)
    info = mt5.account_info()
    assert info is not None
    assert (info.balance, info.equity) == (1009.3, 1009.3)


def test_ticket_of_deals_is_that_of_the_order(mt5: FakeMT5) -> None:
    order = mt5.open()
    found = mt5.history_deals_get(ticket=order)
    assert found is not None
    assert [deal.order for deal in found] == [order]
    assert mt5.history_deals_get(ticket=found[0].ticket) == ()
    assert mt5.history_deals_total(START, _end()) == 1


def test_masks_choose_and_take_out_in_their_order(mt5: FakeMT5) -> None:
    found = mt5.symbols_get(group="*,!*EUR*")
    assert found is not None
    assert [symbol.name for symbol in found] == ["USDJPY", "GBPUSD", "XAUUSD"]
    assert chosen("*EUR*", "EURUSD")
    assert not chosen("*EUR*,!EURUSD", "EURUSD")


def test_nothing_is_empty_and_an_error_is_none(mt5: FakeMT5) -> None:
    assert mt5.positions_get() == ()
    mt5.fail_next()
    assert mt5.positions_get() is None
    assert mt5.last_error()[0] == -1
    assert mt5.symbol_info_tick("NOSUCH") is None
    assert mt5.last_error()[0] == NOT_FOUND
    mt5.disconnect()
    assert mt5.account_info() is None
    assert mt5.last_error()[0] == NO_IPC
    assert mt5.initialize()
    assert mt5.account_info() is not None


def test_a_deal_can_come_late_and_be_cancelled(mt5: FakeMT5) -> None:
    ticket = mt5.close(mt5.open(), 5.0)
    mt5.cancel_deal(ticket)
    mt5.late_deal(-1.0, hours=5)
    found = mt5.history_deals_get(START, _end())
    assert found is not None
    assert [(deal.type, deal.profit) for deal in found] == [(0, 0), (14, 0.0), (7, -1.0)]


@pytest.mark.parametrize("name", TRADING)
def test_a_trading_call_fails_the_test(mt5: FakeMT5, name: str) -> None:
    with pytest.raises(AssertionError):
        getattr(mt5, name)()


def test_every_kind_of_struct_can_be_made() -> None:
    assert set(STRUCTS) == set(FIELDS)
