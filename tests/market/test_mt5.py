"""The `mt5` feed over a stand-in: what it tells, and that it never mistakes an error for nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.calc.server_zone import server_zone
from services.errors import FeedUnavailableError
from services.feed import FeedBatch
from services.market._mt5_report import CHUNK
from services.market._mt5_terminal import READS, Terminal, TerminalError
from services.model import DealType, MarginMode, Side, TradeMode
from tests.market.fake_mt5 import FAILED, NO_IPC, TRADING, FakeMT5
from tests.market.mt5_desk import MONDAY, Desk, ready


@pytest.mark.parametrize("name", [*TRADING, "copy_rates_from", "__class__", ""])
def test_calls_that_trade_cannot_be_reached(name: str) -> None:
    terminal = Terminal(FakeMT5())
    with pytest.raises(ValueError, match="not a call that only reads"):
        terminal.call(name)
    assert name not in READS
    assert not any(isinstance(value, FakeMT5) for value in vars(terminal).values())


def test_none_is_an_error_and_an_empty_answer_is_nothing() -> None:
    mt5 = FakeMT5()
    terminal = Terminal(mt5)
    terminal.connect(None, 1000, {})
    assert terminal.positions() == []
    mt5.fail_next(FAILED)
    with pytest.raises(TerminalError, match=r"positions_get: Terminal: Call failed \(-1\)"):
        terminal.positions()


def test_nothing_is_told_before_the_clock_is_known() -> None:
    desk = Desk()
    desk.mt5.deposit(1000)
    assert desk.step() == FeedBatch()


def test_the_whole_history_is_told_at_first_contact_in_utc() -> None:
    desk = Desk()
    desk.mt5.deposit(1000)
    position = desk.mt5.open(volume=0.1 + 0.2)
    desk.mt5.close(position, 3.3000000000000003)
    deposit, opened, closed = desk.run(4)
    assert deposit.time == MONDAY
    assert deposit.server_time == datetime(2026, 1, 5, 14)  # noqa: DTZ001 - the server's clock
    assert (deposit.type, deposit.profit) == (DealType.BALANCE, Decimal("1000.00"))
    assert (opened.volume, opened.commission, opened.position_id) == (
        Decimal("0.3"),
        Decimal("-0.70"),
        position,
    )
    assert (closed.profit, closed.is_exit, closed.price) == (Decimal("3.30"), True, Decimal("1.1"))
    assert desk.run(30) == []


def test_the_account_is_named_as_the_broker_names_it() -> None:
    account = ready(Desk()).told[-1].reports[0].account
    assert (account.login, account.server, account.currency) == ("1001", "Fake-Server", "USD")
    assert (account.margin_mode, account.trade_mode) == (MarginMode.HEDGING, TradeMode.DEMO)


def test_the_state_is_told_each_second() -> None:
    desk = ready(Desk())
    desk.mt5.deposit(1000)
    desk.mt5.open(commission=-0.7)
    desk.mt5.quote("EURUSD", 1.1011)
    (report,) = desk.step().reports
    assert report.stated is not None
    assert report.stated.time == desk.now
    assert (report.stated.balance, report.stated.equity) == (Decimal("999.30"), Decimal("1010.30"))
    (held,) = report.positions or ()
    assert (held.side, held.profit, held.stop_loss) == (Side.BUY, Decimal("11.00"), None)
    assert held.price_current == Decimal("1.1011")
    assert held.time == desk.now - timedelta(seconds=1)


def test_a_new_deal_is_told_at_once_and_once() -> None:
    desk = ready(Desk())
    position = desk.mt5.open()
    assert [deal.position_id for deal in desk.run(1)] == [position]
    desk.mt5.close(position, 1.0)
    assert [deal.profit for deal in desk.run(1)] == [Decimal("1.00")]
    assert desk.run(20) == []


@pytest.mark.parametrize("hours", [-11, 14])
def test_a_late_deal_is_told_wherever_the_server_stands(hours: int) -> None:
    desk = Desk()
    desk.mt5.server_offset = hours * 60
    ready(desk)
    desk.mt5.late_deal(0.0, hours=71)
    assert [deal.comment for deal in desk.run(11)] == ["Late"]


@pytest.mark.parametrize("call", ["positions_get", "history_deals_get", "account_info"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_deal_that_comes_in_the_middle_of_a_look_is_in_the_state_only_when_it_is_told(
    call: str, times: int
) -> None:
    desk = ready(Desk())
    desk.mt5.deposit(1.0)

    def wait(left: int) -> None:
        if left:
            desk.mt5.meanwhile[call] = lambda: wait(left - 1)
        else:
            desk.mt5.deposit(2.0)

    wait(times)
    for _ in range(6):
        (report,) = desk.step().reports
        if report.stated is not None:
            assert report.stated.balance == sum(deal.cash for deal in desk.known_deals().values())
    assert len(desk.known_deals()) == 2


def test_a_late_deal_is_told_though_the_balance_told_nothing() -> None:
    desk = ready(Desk())
    desk.mt5.late_deal(0.0, hours=60)
    assert [deal.comment for deal in desk.run(11)] == ["Late"]


def test_a_deal_that_the_broker_cancels_is_told_again() -> None:
    desk = Desk()
    ticket = desk.mt5.close(desk.mt5.open(), 5.0)
    ready(desk)
    desk.mt5.cancel_deal(ticket)
    (deal,) = desk.run(2)
    assert (deal.ticket, deal.type, deal.profit) == (ticket, DealType.SELL_CANCELED, Decimal("0.00"))


def test_an_exit_whose_entry_is_older_brings_its_entry() -> None:
    desk = Desk()
    position = desk.mt5.open()
    desk.now += timedelta(days=30)
    desk.host.last_deals["1001", "Fake-Server"] = desk.now
    ready(desk)
    assert desk.known_deals() == {}
    desk.mt5.close(position, 1.0)
    assert [deal.position_id for deal in desk.run(1)] == [position, position]


def test_after_a_restart_only_the_last_days_are_read() -> None:
    desk = Desk()
    desk.mt5.deposit(1.0)
    desk.now += timedelta(days=10)
    desk.mt5.deposit(2.0)
    desk.host.last_deals["1001", "Fake-Server"] = desk.now
    assert [deal.profit for deal in desk.run(4)] == [Decimal("2.00")]


def test_what_was_not_booked_is_told_again_after_a_while() -> None:
    desk = Desk()
    desk.mt5.deposit(1.0)
    assert len(desk.run(4)) == 1
    assert len(desk.run(11, 60)) == 1


def test_a_long_history_comes_in_parts_with_the_state_at_its_end() -> None:
    desk = Desk()
    for _ in range(CHUNK + 1):
        desk.mt5.deposit(1.0)
    ready(desk)
    first, last = next(batch.reports for batch in desk.told if len(batch.reports) > 1)
    assert (len(first.deals), first.stated, first.positions) == (CHUNK, None, None)
    assert (len(last.deals), last.positions) == (1, ())
    assert last.stated is not None


def test_symbols_are_told_once_and_when_they_are_new() -> None:
    desk = ready(Desk())
    assert [symbol.name for batch in desk.told for report in batch.reports for symbol in report.symbols] == []
    desk.mt5.open("USDJPY")
    desk.mt5.open("EURGBP")
    desk.run(3)
    told = [symbol for batch in desk.told for report in batch.reports for symbol in report.symbols]
    assert sorted(symbol.name for symbol in told) == ["EURGBP", "GBPUSD", "USDJPY"]
    assert {symbol.contract_size for symbol in told} == {Decimal(100_000)}


def test_quotes_are_those_of_held_symbols_and_of_what_converts_them() -> None:
    desk = ready(Desk())
    desk.mt5.open("EURGBP")
    desk.step()
    batch = desk.step()
    assert {quote.symbol for quote in batch.quotes} >= {"EURGBP", "GBPUSD"}
    for quote in batch.quotes:
        assert quote.server == "Fake-Server"
        assert quote.time == desk.now
        assert 0 < quote.bid < quote.ask


def test_a_tick_that_stands_still_is_told_once() -> None:
    desk = ready(Desk())
    desk.is_ticking = False
    assert desk.step().quotes == ()


def test_symbols_that_stand_still_while_others_move_are_asleep() -> None:
    desk = ready(Desk())
    desk.mt5.open("XAUUSD")
    desk.is_ticking = False
    for _ in range(40):
        desk.mt5.quote("EURUSD")
        batch = desk.step(10)
    assert "XAUUSD" in batch.asleep
    assert "EURUSD" not in batch.asleep


def test_the_market_sleeps_on_a_weekend_without_prices() -> None:
    desk = ready(Desk(datetime(2026, 1, 9, 21, 50, tzinfo=UTC)))
    assert not desk.step().is_closed
    desk.is_ticking = False
    desk.run(10, 60)
    assert desk.step(60).is_closed


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-500, 500)), max_size=25), st.integers(-10, 10))
def test_what_was_told_always_adds_up_to_the_stated_balance(
    script: list[tuple[int, int]], hours: int
) -> None:
    desk = Desk()
    desk.mt5.server_offset = hours * 60
    for action, amount in script:
        held = list(desk.mt5.positions)
        if action == 0:
            desk.mt5.deposit(amount / 7)
        elif action == 1:
            desk.mt5.open(side=amount % 2)
        elif action == 2 and held:
            desk.mt5.close(held[amount % len(held)], amount / 3, swap=-0.1)
        elif action == 3:
            desk.mt5.late_deal(amount / 100, hours=abs(amount) % 70)
        elif action == 4 and desk.mt5.deals:
            desk.mt5.fail_next(NO_IPC)
        elif action == 5:
            desk.mt5.disconnect()
        _quietly(desk)
    for seconds in [8] * 20 + [1] * 5:
        _quietly(desk, seconds)
    (report,) = desk.told[-1].reports
    assert report.stated is not None
    cash = sum(deal.cash for deal in desk.known_deals().values())
    assert abs(cash - report.stated.balance) <= Decimal("0.01") * max(len(script), 1)
    assert len(desk.known_deals()) == len(desk.mt5.deals)
    for deal in desk.known_deals().values():
        assert server_zone(str(report.server_zone)).to_server(deal.time) == deal.server_time


def _quietly(desk: Desk, seconds: float = 1.0) -> None:
    try:
        desk.step(seconds)
    except FeedUnavailableError:
        return
