"""The stream in a browser: figures move, rows stay, the connection comes back without a gap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from components import format as fmt
from tests.browser.screen import DESK, PHONE

if TYPE_CHECKING:
    from tests.browser.live_stage import Stage
    from tests.browser.screen import Screen

# The development server leaves a file to the garbage collector when the browser goes in the middle of it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONNECTED = "return window.tracker.live.isConnected"
PILL = "return document.querySelector('#freshness-pill .word')?.textContent"
ROWS = "return [...document.querySelectorAll('#live-positions tr')].map((row) => row.dataset.position)"


def _open(live: Screen, path: str, *, theme: str = "light", size: tuple[int, int] = DESK) -> None:
    live.open(path, theme=theme, size=size)
    live.wait(lambda: live.run(CONNECTED))
    live.wait(lambda: live.run(PILL) == "Live")


def _figure(live: Screen, name: str) -> str:
    return str(live.run(f"return document.querySelector('[data-live=\"{name}\"]').textContent"))


def _money(stage: Stage, account_id: str, minor: int, *, sign: bool = False) -> str:
    digits = next(entry.digits for entry in stage.mirror.accounts if entry.id == account_id)
    return fmt.money(Decimal(minor).scaleb(-digits), digits, sign=sign)


def _equity(stage: Stage, account_id: str) -> str:
    row = stage.mirror.row(account_id)
    assert row is not None
    return _money(stage, account_id, row.equity)


@pytest.mark.parametrize("path", ["/", "/accounts", "/accounts/{first}", "/live"])
def test_figures_follow_the_stream_on_every_page(live: Screen, stage: Stage, path: str) -> None:
    first = stage.first
    _open(live, path.format(first=first))
    live.run("window.still = true; window.shift = 0")
    for value in (-12_345, 67_890, -100_000_050):
        stage.say("unrealized_pnl", first, value)
        name = f"{first}/equity" if path != "/accounts/{first}" else f"{first}/floating_sum"
        said = _equity(stage, first) if name.endswith("equity") else _money(stage, first, value, sign=True)
        live.wait(lambda name=name, said=said: _figure(live, name) == said)  # type: ignore[misc]
    assert live.run("return window.still") is True
    assert float(live.run("return window.shift")) < 0.01
    assert live.console() == []


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)])
def test_the_live_page_has_no_fault(live: Screen, stage: Stage, theme: str, size: tuple[int, int]) -> None:
    _open(live, "/live", theme=theme, size=size)
    stage.say("unrealized_pnl", stage.first, 4_200)
    live.settle()
    assert live.faults() == {}


def test_positions_move_where_they_stand_and_never_under_the_pointer(live: Screen, stage: Stage) -> None:
    first = stage.first
    old, *_ = stage.rows(first)
    _open(live, "/live")
    live.wait(lambda: len(live.run(ROWS)) == sum(len(stage.rows(e.id)) for e in stage.mirror.accounts))
    before = live.run(ROWS)
    live.run("document.querySelector('.live-grid [data-sort=profit]').focus()")
    stage.say("unrealized_pnl", first, 99, (old.position_id, "1.23456", -7_777))
    profit = f"return document.querySelector('[data-position=\"{first}/{old.position_id}\"]').textContent"
    live.wait(lambda: _money(stage, first, -7_777) in live.run(profit))
    new = replace(old, position_id=old.position_id + 10**6)
    stage.happen("position_update", first, opened=[new], changed=[], closed=[old.position_id])
    added = f"{first}/{new.position_id}"
    live.wait(lambda: live.run(ROWS) == [*before, added])
    live.wait(lambda: "closed" in live.run(profit))
    live.run("document.activeElement.blur()")
    gone = [row for row in before if row != f"{first}/{old.position_id}"]
    live.wait(lambda: sorted(live.run(ROWS)) == sorted([*gone, added]))
    live.wait(lambda: live.run(ROWS).index(added) < len(gone))


def test_a_click_sorts_and_the_third_restores(live: Screen, stage: Stage) -> None:
    _open(live, "/live")
    live.wait(lambda: live.run(ROWS))
    natural = live.run(ROWS)
    click = "document.querySelector('.live-grid [data-sort=profit]').click()"
    order = "return document.querySelector('.live-grid [data-sort=profit]').closest('th').ariaSort"
    live.run(click)
    assert live.run(order) == "ascending"
    up = live.run(ROWS)
    live.run(click)
    assert live.run(order) == "descending"
    assert sorted(up) == sorted(natural) == sorted(live.run(ROWS))
    assert up != live.run(ROWS)
    live.run(click)
    assert live.run(ROWS) == natural


def test_frozen_figures_stand_still_and_catch_up_at_once(live: Screen, stage: Stage) -> None:
    first = stage.first
    _open(live, "/live")
    stage.say("unrealized_pnl", first, 1_100)
    before = _equity(stage, first)
    live.wait(lambda: _figure(live, f"{first}/equity") == before)
    live.press("f")
    live.wait(lambda: " old" in live.run("return document.getElementById('frozen-age').textContent"))
    stage.say("unrealized_pnl", first, 2_200)
    live.wait(lambda: live.run("return window.tracker.live.seq") == stage.mirror.seq)
    assert _figure(live, f"{first}/equity") == before
    live.run("document.querySelector('[data-freeze]').click()")
    assert _figure(live, f"{first}/equity") == _equity(stage, first)


def test_twenty_reconnections_leave_no_gap_and_no_double(live: Screen, stage: Stage) -> None:
    first = stage.first
    _open(live, "/live")
    stage.say("unrealized_pnl", first, 1)  # until something has happened there is nothing to go on from
    live.wait(lambda: live.run("return window.tracker.live.seq") == stage.mirror.seq)
    for number in range(20):
        live.run("tracker.live.drop()")
        stage.say("unrealized_pnl", first, 1_000 + number)
        live.run("window.dispatchEvent(new Event('online'))")
        stage.say("unrealized_pnl", first, 5_000 + number)
        live.wait(lambda: live.run("return window.tracker.live.seq") == stage.mirror.seq)
    counts = "const {gaps, doubles, reconnects} = tracker.live; return [gaps, doubles, reconnects]"
    assert live.run(counts) == [0, 0, 20]
    live.wait(lambda: _figure(live, f"{first}/equity") == _equity(stage, first))


def test_the_pill_tells_when_the_stream_dies_and_when_it_is_back(live: Screen, stage: Stage) -> None:
    _open(live, "/live")
    states = "return [...new Set([...document.querySelectorAll('[data-live$=\"/state\"]')]"
    states += ".map((box) => box.textContent))]"
    stage.happen("market", "", provider="simulated", state="stale", quote_time=None, refused=0)
    live.wait(lambda: live.run(PILL) == "Stale")
    stage.die()
    live.wait(lambda: live.run(PILL) == "Offline")
    live.wait(lambda: live.run(states) == ["Offline"])
    assert live.run("return document.documentElement.dataset.link") == "offline"
    stage.revive()
    live.run("window.dispatchEvent(new Event('online'))")
    stage.happen("market", "", provider="simulated", state="live", quote_time=None, refused=0)
    live.wait(lambda: live.run(PILL) == "Live")
    live.wait(lambda: live.run(states) == ["Live"])
    assert live.run("return document.documentElement.dataset.link") == "on"


def test_the_title_tells_the_profit_unless_amounts_are_hidden(live: Screen, stage: Stage) -> None:
    first = stage.first
    _open(live, f"/live?account={first}")
    stage.say("unrealized_pnl", first, -123_400)
    currency = next(entry.currency for entry in stage.mirror.accounts if entry.id == first)
    said = f"{_money(stage, first, -123_400, sign=True)} {currency} · Live · Performance Tracker"
    live.wait(lambda: live.browser.title == said)
    live.press("i")
    live.wait(lambda: live.browser.title == f"••• {currency} · Live · Performance Tracker")
    live.settle()
    stage.say("unrealized_pnl", first, 987_600)
    live.wait(lambda: live.run("return window.tracker.live.seq") == stage.mirror.seq)
    live.wait(lambda: live.run("return document.documentElement.dataset.amounts") == "hidden")
    main = "return document.getElementById('main').outerHTML"
    assert _money(stage, first, 987_600) not in live.run(main)
    live.press("i")
    live.wait(lambda: _money(stage, first, 987_600) in live.run(main))
    live.renew(lambda: live.press("g", "h"))
    live.wait(lambda: live.browser.title == "Overview · Performance Tracker")


def test_a_closed_trade_is_listed_and_alerts_are_told(live: Screen, stage: Stage) -> None:
    first = stage.first
    _open(live, "/live")
    trade = {
        "position_id": 77, "symbol": "NEWEST", "side": "sell", "volume": "0.30",
        "entry_time": "2099-01-01T00:00:00+00:00", "exit_time": "2099-01-01T01:00:00+00:00",
        "entry_price": "1", "exit_price": "2", "net_profit": "-41",
    }  # fmt: skip
    stage.happen("trade_closed", first, **trade)
    stage.happen("alert", "", code="feed", message="<b>The feed is down.</b>")
    listed = "return document.querySelector('#live-trades li').textContent"
    live.wait(lambda: "NEWEST" in live.run(listed))
    assert "−41" in live.run(listed)
    alert = "return document.querySelector('#live-alerts li').textContent"
    live.wait(lambda: "<b>The feed is down.</b>" in live.run(alert))


def test_pages_do_not_ask_their_server_while_the_stream_tells_more(live: Screen, stage: Stage) -> None:
    _open(live, "/")
    asked = "return performance.getEntriesByType('resource')"
    asked += ".filter((one) => one.name.includes('_dash-update')).length"
    live.wait(lambda: live.run("return tracker.live.state") == "live")
    live.settle()
    before = live.run(asked)
    live.wait(lambda: live.run("return performance.now()") > 21_000)
    assert live.run(asked) == before
    stage.happen("position_update", stage.first, opened=[], changed=[], closed=[])
    live.wait(lambda: live.run(asked) > before)


def test_numbers_read_alike_in_the_browser_and_on_the_server(live: Screen) -> None:
    live.open("/import")
    numbers = [0.0, -0.0, 0.005, -0.005, 1.005, 2.675, 0.615, 1e-9, 123456789.125, -99999.995, 1e15, 1e18]
    numbers += [1e17, 0.1 + 0.2, 5e-324, 1234.5, 999.995, -1e-5, 1598.66, 33.335]
    numbers += [number * 1.1**power for number in (0.037, -7.77) for power in range(60)]
    for digits in (0, 1, 2, 3, 5):
        for sign in (False, True):
            script = f"return {numbers!r}.map((n) => tracker.format.number(n, {digits}, {str(sign).lower()}))"
            assert live.run(script) == [fmt.number(number, digits, sign=sign) for number in numbers]
            script = (
                f"return {numbers!r}.map((n) => tracker.format.fraction(n, {digits}, {str(sign).lower()}))"
            )
            assert live.run(script) == [fmt.fraction(number, digits, sign=sign) for number in numbers]
    minors = [0, 1, -1, 99, 100, -12345, 9_999_999, 10_000_000, -10_000_000, 123_456_789_012, 2**53 - 1]
    for digits in (0, 2, 3, 8):
        amounts = [Decimal(minor).scaleb(-digits) for minor in minors]
        script = f"return {minors!r}.map((n) => [tracker.format.money(n, {digits}, true),"
        script += f" tracker.format.compact(n, {digits}, false), tracker.format.tone(n)])"
        assert live.run(script) == [
            [fmt.money(amount, digits, sign=True), fmt.compact_money(amount, digits), fmt.tone(amount)]
            for amount in amounts
        ]
    prices = ["1.33120", "24559.3", "0.00001", "148.630", "-12.50", "1000000", "0.10", "0.001", "12"]
    found = live.run(f"return {prices!r}.map((n) => [tracker.format.price(n), tracker.format.lots(n)])")
    assert found == [[fmt.price(Decimal(text)), fmt.lots(Decimal(text))] for text in prices]
