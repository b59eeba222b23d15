from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from services.errors import FeedUnavailableError
from services.feed import FeedBatch
from services.live.engine import minor
from services.live.frame import MarketState, PnlFrame, StateFrame
from services.live.host import Host
from services.live.mirror import Mirror
from services.live.worker import open_feed
from tests.live.leading import CLOSED, NOON, OPENED, Live, Told, quoted

if TYPE_CHECKING:
    from services.container import Services


def test_a_quote_becomes_profit_and_a_closed_position_balance(services: Services) -> None:
    live = Live(services, Told([OPENED, FeedBatch((quoted("1.08200", "1.08210"),)), CLOSED])).run(0.5)
    (account,) = services.performance.accounts()
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert (row.values["balance"], row.values["unrealized_pnl"], row.equity) == (100_000, 10_000, 110_000)
    assert row.values["margin"] == 54_000, "as the broker states it"
    assert row.values["stale"] == 0
    live.run(0.5)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["unrealized_pnl"] == 20_000
    live.run(0.5)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert (row.values["balance"], row.values["unrealized_pnl"]) == (120_000, 0)
    assert row.values["realized_pnl"] == row.values["realized_today"] == 20_000
    (trade,) = live.events("trade_closed")
    assert trade.data["net_profit"] == "200"
    assert [event.data["closed"] for event in live.events("position_update")][-1] == [77]
    assert services.performance.pnl(account.id).realized_pnl == 200


def test_the_same_report_again_changes_nothing(services: Services) -> None:
    live = Live(services, Told([OPENED, *[FeedBatch(reports=OPENED.reports)] * 3])).run(3)
    (account,) = services.performance.accounts()
    assert account.ledger_version == 1
    assert len(services.performance.record(account.id).deals) == 2
    assert len(live.events("position_update")) <= 1


def test_frames_are_numbered_without_a_gap_and_end_in_the_engines_state(demo_services: Services) -> None:
    live = Live(demo_services).run(120)
    numbers = [frame.seq for frame in live.frames if not isinstance(frame, StateFrame)]
    assert numbers == sorted(set(numbers))
    assert len([frame for frame in live.frames if isinstance(frame, PnlFrame)]) > 100
    state = live.mirror.state()
    for place, entry in enumerate(state.accounts):
        (known,) = [values for key, values in live.engine.values.items() if str(key) == entry.id]
        assert {name: column[place] for name, column in state.values.items()} == known
        rows = live.mirror.positions(entry.id)
        assert sum(row.profit + row.swap for row in rows) == known["unrealized_pnl"]


def test_demo_accounts_trade_and_every_deal_adds_up(demo_services: Services) -> None:
    before = {
        one.id: len(demo_services.performance.record(one.id).deals)
        for one in demo_services.performance.accounts()
    }
    live = Live(demo_services)
    for _ in range(240):
        live.now += timedelta(seconds=15)
        live.session.step(live.now)
    after = {key: demo_services.performance.record(key) for key in before}
    assert all(len(record.deals) > before[key] for key, record in after.items())
    for key, record in after.items():
        assert record.state is not None
        assert record.state.balance == record.account.opening_balance + record.booked.balance_change
        digits = record.account.currency_digits
        values = live.engine.values[key]
        assert values["balance"] == minor(record.state.balance, digits)
        realized = sum((trade.net_profit for trade in record.trades), Decimal(0))
        assert values["realized_pnl"] == minor(realized, digits)
        assert values["open_positions"] == len(record.positions)
    assert demo_services.integrity.verify().issues == ()
    assert live.events("trade_closed")


def test_the_same_seed_and_instants_make_the_same_market(demo_services: Services) -> None:
    host = Host(demo_services.settings, demo_services.database)
    first, second = (open_feed("simulated", host) for _ in range(2))
    for step in range(40):
        now = NOON + timedelta(seconds=step)
        assert first.poll(now) == second.poll(now)


def test_a_feed_that_stops_makes_everything_stale_and_says_why(services: Services) -> None:
    gone = FeedUnavailableError("The terminal has been closed.")
    live = Live(services, Told([OPENED, gone, gone, gone])).run(1)
    (account,) = services.performance.accounts()
    live.run(1)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["stale"] == 1
    assert row.equity == 110_000, "what was known stays shown"
    assert live.market() is MarketState.DOWN
    (alert,) = live.events("alert")
    assert alert.data["message"] == "The terminal has been closed."
    live.run(10)
    assert live.market() is not MarketState.DOWN
    assert live.session.reason == ""


def test_prices_that_do_not_come_any_more_are_told(services: Services) -> None:
    live = Live(services, Told([OPENED])).run(3)
    assert live.market() is MarketState.LIVE
    live.run(5)
    assert live.market() is MarketState.DELAYED
    live.run(30)
    assert live.market() is MarketState.STALE
    (account,) = services.performance.accounts()
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["stale"] == 1


def test_account_states_are_written_down_each_second(services: Services) -> None:
    live = Live(services, Told([OPENED, FeedBatch((quoted("1.08200", "1.08210"),))])).run(2)
    (account,) = services.performance.accounts()
    record = services.performance.record(account.id)
    assert record.state is not None
    assert record.state.equity == 1_200
    assert live.now - record.state.time <= timedelta(seconds=2)
    live.run(6)
    (position,) = services.performance.record(account.id).positions
    assert (position.price_current, position.profit) == (Decimal("1.08200"), 200)


def test_what_others_change_is_seen(services: Services) -> None:
    live = Live(services, Told([OPENED])).run(1)
    (account,) = services.performance.accounts()
    services.account_care.rename(account.id, "Renamed")
    live.run(3)
    assert [entry.name for entry in live.mirror.accounts] == ["Renamed"]
    services.account_care.remove(account.id)
    live.run(3)
    assert live.mirror.accounts == ()


def test_realised_profit_begins_anew_at_the_accounts_midnight(services: Services) -> None:
    live = Live(services, Told([OPENED, CLOSED])).run(2)
    (account,) = services.performance.accounts()
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["realized_today"] == 20_000
    live.now = datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)
    live.run(3)
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert (row.values["realized_today"], row.values["realized_week"]) == (0, 20_000)


@pytest.mark.parametrize("kept", [1, 2, 5])
def test_a_mirror_that_comes_late_is_right_after_the_next_state(demo_services: Services, kept: int) -> None:
    live = Live(demo_services).run(20)
    late = Mirror()
    for frame in live.frames[-20 * kept :]:
        late.apply(frame)
    assert late.state() == live.mirror.state()


def test_quotes_of_no_use_are_told_once_a_minute(services: Services) -> None:
    wrong = FeedBatch((quoted("1.08200", "1.08100"), quoted("nan", "1.08100")))
    live = Live(services, Told([OPENED, *[wrong] * 20])).run(15)
    (alert,) = live.events("alert")
    assert alert.data["code"] == "quotes"
    assert "EURUSD" in alert.data["message"]
    assert live.mirror.market.refused >= 2
    live.run(60)
    assert [event.data["message"].split()[0] for event in live.events("alert")][1:] == ["40"]


def test_a_balance_that_deals_do_not_explain_is_told_once(services: Services) -> None:
    (report,) = CLOSED.reports
    assert report.stated is not None
    other = replace(report, deals=(), stated=replace(report.stated, balance=Decimal(1_250)))
    live = Live(services, Told([OPENED, CLOSED, *[FeedBatch(reports=(other,))] * 4])).run(4)
    (alert,) = live.events("alert")
    assert alert.data["code"] == "balance"
    assert "50" in alert.data["message"]


def test_a_margin_that_was_computed_does_not_become_the_brokers(services: Services) -> None:
    (report,) = OPENED.reports
    assert report.stated is not None
    silent = replace(
        report,
        account=replace(report.account, leverage=100),
        stated=replace(report.stated, margin=None),
    )
    later = FeedBatch((quoted("1.20000", "1.20010"),), (silent,))
    live = Live(services, Told([FeedBatch(OPENED.quotes, (silent,)), *[FeedBatch()] * 6, later])).run(8)
    (account,) = services.performance.accounts()
    row = live.mirror.row(str(account.id))
    assert row is not None
    assert row.values["margin"] == 120_010, "1,000 euros at the ask of now"
