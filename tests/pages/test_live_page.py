"""The live page as its server draws it: totals, lines, the start that it sends along."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from components import format as fmt
from components.live_amounts import Amounts, by_currency
from components.live_cards import adding_note, total_cards
from components.live_chart import summary
from components.live_table import live_accounts
from components.navigation import Entry, phone_navigation
from dashboard import handover, shell
from dashboard.query import Query
from dashboard.scope import scope_of
from services.calc.server_zone import server_zone
from services.live.frame import COLUMNS, AccountEntry, Market, MarketState, StateFrame
from services.live.window import window_start
from tests.components.reading import named, parts, words

if TYPE_CHECKING:
    from dash import Dash

    from services.container import Services

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def state(*currencies: str) -> StateFrame:
    """Accounts whose every value is 1,000 minor units."""
    entries = tuple(
        AccountEntry(f"id-{place}", f"Account {place}", str(place), currency, 0 if currency == "JPY" else 2)
        for place, currency in enumerate(currencies)
    )
    values: dict[str, list[int | None]] = {name: [1_000] * len(entries) for name in COLUMNS}
    return StateFrame(
        1, 1, Market("", MarketState.LIVE), entries, {**values, "open_positions": [2] * len(entries)}
    )


def moving(shown: object) -> dict[tuple[str, str | None], str]:
    """Texts of the figures that move, by name and currency."""
    return {
        (name, getattr(part, "data-currency", None)): words(part)
        for part in parts(shown)
        if (name := getattr(part, "data-live", None))
    }


def test_accounts_in_one_currency_have_one_total() -> None:
    shown = state("USD", "USD")
    assert "Total of 2 in USD" in words(live_accounts(shown, frozenset()))
    assert adding_note(shown) == ""
    assert moving(total_cards(shown))["total/floating_sum", "USD"] == "+20.00"
    assert moving(live_accounts(shown, frozenset()))["total/equity", "USD"] == "60.00"
    assert ("total/margin_level", "USD") not in moving(live_accounts(shown, frozenset()))


def test_different_currencies_are_never_added() -> None:
    shown = state("USD", "JPY", "USD", "EUR")
    found = moving(live_accounts(shown, frozenset()))
    assert found["total/equity", "USD"] == "60.00"
    assert ("total/equity", "JPY") not in found
    assert adding_note(shown).startswith("Not added up: USD, EUR and JPY are different currencies")
    assert [currency for currency, _ in by_currency(shown)] == ["USD", "EUR", "JPY"]
    cards = moving(total_cards(shown))
    assert cards["total/floating_sum", "JPY"] == "+1,000"
    assert cards["total/open", None] == "8"


def test_a_margin_unknown_for_one_is_unknown_for_all() -> None:
    shown = state("USD", "USD")
    shown.values["margin"][1] = None
    assert Amounts.of(shown, [0]).margin == 1_000
    assert Amounts.of(shown, [0, 1]).margin is None


def test_an_account_from_a_report_says_so() -> None:
    shown = live_accounts(state("USD", "USD"), frozenset({"id-1"}))
    assert "Report" in words(shown)
    assert [name for name, _ in moving(shown) if name.endswith("/state")] == ["id-1/state"]


def test_the_page_shows_every_account_and_sends_the_state_along(demo: Services) -> None:
    from pages import live  # noqa: PLC0415 - after the application

    shown = live.layout()
    start = next(part.data for part in parts(shown) if getattr(part, "id", None) == "live-start")
    accounts = demo.performance.accounts()
    assert sorted(start["accounts"]) == sorted(str(account.id) for account in accounts)
    figures = moving(shown)
    for account in accounts:
        equity = demo.performance.pnl(account.id).state.equity
        assert figures[f"{account.id}/equity", None] == fmt.money(equity, account.currency_digits)
        assert len(start["positions"][str(account.id)]) == len(demo.performance.record(account.id).positions)
    assert "could not be shown" not in words(shown)
    assert named(shown, "Graph")


def test_one_account_has_its_money_as_a_line(demo: Services) -> None:
    from pages import live  # noqa: PLC0415 - after the application

    account = demo.performance.accounts()[0]
    query = Query(accounts=(str(account.id),))
    now = datetime.now(UTC)
    answer = live.ask(scope_of(query), now - timedelta(days=700), now)
    assert [line.currency for line in answer.lines] == [account.currency]
    assert re.search(r"Equity since .*: from [\d,.]+ to ", summary(answer.lines, NOW, "UTC"))
    many = live.ask(scope_of(Query()), now - timedelta(days=700), now)
    assert {line.account_id for line in many.lines} == {str(one.id) for one in demo.performance.accounts()}
    assert "deposits and withdrawals left out" in summary(many.lines, NOW, "UTC")


def test_hidden_amounts_are_left_out(app: Dash, demo_services: Services) -> None:
    from dashboard import context  # noqa: PLC0415 - after the application
    from pages import live  # noqa: PLC0415

    context.install(app.server, demo_services)
    with app.server.test_request_context("/live", headers={"Cookie": "amounts=hidden"}):
        shown = live.layout()
    assert not re.search(r"\d{1,3},\d{3}\.\d\d", words(shown))
    assert "•••" in words(shown)


def test_without_the_stream_the_state_is_asked_for_again(demo: Services) -> None:
    from pages import live  # noqa: PLC0415 - after the application

    again = live.refresh(1, ["", "15m"])
    assert again["window"] == 15 * 60_000
    assert set(again["data"]) == set(COLUMNS)


@pytest.mark.parametrize(
    ("window", "zone", "start"),
    [
        ("15m", "UTC", NOW - timedelta(minutes=15)),
        ("1h", "UTC", NOW - timedelta(hours=1)),
        ("today", "UTC", NOW.replace(hour=0)),
        ("today", "NY+7", server_zone("NY+7").to_utc(datetime(2026, 11, 20))),  # noqa: DTZ001 - a wall clock
    ],
)
def test_the_chart_begins_where_its_window_does(window: str, zone: str, start: datetime) -> None:
    assert window_start(window, zone, NOW) == start


def test_an_unknown_window_is_the_usual_one(demo: Services) -> None:
    from pages import live  # noqa: PLC0415 - after the application

    shown = live.layout(window="<script>")
    current = [link for link in named(shown, "A") if getattr(link, "aria-current", None) == "true"]
    assert [link.children for link in current] == ["1 h"]


def test_scripts_learn_of_the_stream_only_where_there_is_one(app: Dash) -> None:
    def told() -> object:
        with app.server.test_request_context("/"):
            link = next(part for part in parts(shell.layout()) if getattr(part, "id", None) == "live-link")
            return getattr(link, "data-stream", None)

    assert told() is None
    handover.install(app.server, object())  # type: ignore[arg-type] # it is only looked for
    try:
        assert told() == "/ws"
    finally:
        del app.server.extensions[handover.KEY]


def test_a_phone_leads_to_every_page() -> None:
    pages = [Entry(str(number), f"/{number}", f"/{number}", "x") for number in range(6)]
    assert len(named(phone_navigation(pages, "/"), "A")) == 4
    assert "More" in words(phone_navigation(pages, "/"))
    assert len(named(phone_navigation(pages[:5], "/"), "A")) == 5
