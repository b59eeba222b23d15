"""The connection of the `mt5` feed: lost, made again, refused, and never a cause to lose anything."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from services.errors import FeedUnavailableError
from services.market._mt5_session import Login
from tests.market.fake_mt5 import FAILED, NO_IPC, TIMEOUT
from tests.market.mt5_desk import Desk, ready


def test_a_password_that_may_trade_is_warned_of_once() -> None:
    desk = Desk()
    desk.mt5.account["trade_allowed"] = True
    desk.run(5)
    assert [warning for warning in desk.warnings if "investor password" in warning] == desk.warnings[:1]
    assert len(desk.warnings) == 1


def test_another_account_than_the_setting_names_is_refused() -> None:
    desk = Desk(login=Login(login=4711))
    with pytest.raises(FeedUnavailableError, match="account 1001, not to 4711"):
        desk.step()


def test_a_terminal_without_an_account_is_no_source() -> None:
    desk = Desk()
    desk.mt5.account["login"] = 0
    with pytest.raises(FeedUnavailableError, match="logged in to no account"):
        desk.step()


def test_a_symbol_that_the_terminal_does_not_know_stops_nothing() -> None:
    desk = ready(Desk())
    desk.mt5.open("XAUUSD")
    del desk.mt5.symbols["XAUUSD"]
    desk.is_ticking = False
    assert desk.step().reports
    assert desk.step().reports


def test_a_terminal_without_its_broker_is_no_source() -> None:
    desk = ready(Desk())
    desk.mt5.is_online = False
    with pytest.raises(FeedUnavailableError, match="no connection to its broker"):
        desk.step()
    desk.mt5.is_online = True
    assert desk.step(5).reports


def test_a_terminal_that_is_gone_is_reached_again_with_growing_pauses() -> None:
    desk = ready(Desk())
    desk.mt5.disconnect(can_start=False)
    desk.mt5.calls.clear()
    for _ in range(60):
        with pytest.raises(FeedUnavailableError):
            desk.step()
    assert 3 <= desk.mt5.calls.count("initialize") <= 7
    desk.mt5.can_start = True
    desk.now += timedelta(seconds=60)
    assert desk.step().reports
    desk.mt5.deposit(7.0)
    assert [deal.profit for deal in desk.run(2)] == [Decimal("7.00")]


@pytest.mark.parametrize("code", [NO_IPC, TIMEOUT, FAILED])
def test_an_error_in_the_middle_loses_nothing(code: int) -> None:
    for call in range(12):
        desk = ready(Desk())
        desk.mt5.deposit(5.0)
        done = len(desk.mt5.calls)
        desk.mt5.fail_after(call, code)
        for _ in range(6):
            try:
                desk.step(2)
            except FeedUnavailableError:
                continue
        assert len(desk.mt5.calls) > done
        assert [deal.profit for deal in desk.known_deals().values()] == [Decimal("5.00")], call


def test_another_account_in_the_terminal_is_another_report() -> None:
    desk = ready(Desk())
    desk.mt5.account["login"] = 2002
    desk.run(4)
    assert desk.told[-1].reports[0].account.login == "2002"
