"""The panels of an account's page: drawn for every account, honest when empty, the same as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components import format as fmt
from dashboard.account_panels import PANELS, SECTIONS, Asked, Panel, panel_body, panel_cards, panel_file
from dashboard.file_callbacks import made
from dashboard.panel_callbacks import asked
from dashboard.query import Query
from services.account_opening import Origin
from services.calendars import EVER
from tests.components.reading import looks, named, parts, words
from tests.making import flow, make_statement
from tests.pages.files import document_of, table_of

if TYPE_CHECKING:
    from services.container import Services
    from services.model import Account

MOST_COMPONENTS = 260
YEN = """
name: mine
label: My own
currency: JPY
initial_balance: 2000000
reset: {at: "00:00", zone: UTC}
daily_loss: {fraction: 0.05}
"""


def everything(panel: Panel) -> list[str]:
    return [value for value, _ in panel.options()] or [""]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_a_panel_is_drawn_for_every_account_and_choice(demo: Services, panel: Panel) -> None:
    for account in demo.performance.accounts():
        for choice in everything(panel):
            shown = panel_body(panel.name, asked(choice, [str(account.id), "?period=1y"]))
            assert len(words(shown)) > 20
            for figure in named(shown, "Figure"):
                assert named(figure, "Figcaption"), "a chart says what it shows"
                assert named(figure, "Table"), "and has its numbers behind it"


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_a_panel_is_light(demo: Services, panel: Panel) -> None:
    account = demo.performance.accounts()[0]
    shown = panel_body(panel.name, Asked(account, Query(), panel.chosen))
    count = sum(hasattr(part, "_type") for part in parts(shown))
    assert count <= MOST_COMPONENTS, "each component costs the browser time with every change of the page"


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_hidden_amounts_are_nowhere_in_a_panel(demo: Services, panel: Panel) -> None:
    account = next(item for item in demo.performance.accounts() if item.currency == "USD")
    amounts = _amounts(demo, account)
    for choice in everything(panel):
        wanted = Asked(account, Query(), choice)
        open_text = words(panel_body(panel.name, wanted))
        with fmt.amounts(hidden=True):
            shown = panel_body(panel.name, wanted)
        told = words(shown) + "".join(str(graph.figure) for graph in named(shown, "Graph"))
        assert not [amount for amount in amounts if amount in told]
        if panel.name == "breakdown":
            assert any(amount in open_text for amount in amounts), "the amounts are those it would show"


def _amounts(services: Services, account: Account) -> list[str]:
    found = services.insight.breakdown(account.id, "symbol", EVER)
    return [fmt.money(row.net_profit) for row in (*found.rows, found.total)]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_an_account_without_trades_says_so(empty: Services, panel: Panel) -> None:
    origin = Origin("x", "0" * 64, server_zone="UTC")
    (report,) = empty.ingest.post([make_statement([flow(1, 1_000)])], origin, store=True)
    account = empty.performance.record(report.account.id).account
    for choice in everything(panel):
        shown = panel_body(panel.name, Asked(account, Query(), choice))
        text = words(shown)
        assert text
        assert "nan" not in text.lower().split()
        assert not named(shown, "Graph")


def test_every_panel_has_its_place_and_keeps_it_free() -> None:
    places = {name for name, _ in SECTIONS} | {"outlook"}
    assert {panel.section for panel in PANELS} <= places
    for panel in PANELS:
        (card,) = [one for one in panel_cards(panel.section, {}) if panel.title in words(one)]
        assert f"for-{panel.size}" in looks(card)


def test_an_address_chooses_and_a_wrong_one_does_not() -> None:
    def chosen(**values: str) -> list[str]:
        return [radio.value for card in panel_cards("results", values) for radio in named(card, "RadioItems")]

    assert chosen() == ["money", "symbol"]
    assert chosen(unit="r", by="weekday") == ["r", "weekday"]
    assert chosen(unit="<script>", by="moon") == ["money", "symbol"]


def test_a_breakdown_is_a_file_that_adds_up(demo: Services) -> None:
    account = demo.performance.accounts()[0]
    table = table_of(panel_file("breakdown", Asked(account, Query(currency="EUR"), "weekday")))
    assert table.columns[0].name == "weekday"
    assert table.totals is not None
    assert table.totals[3] == demo.performance.record(account.id).ledger.trades.net_profit
    assert table.columns[3].label.endswith(account.currency), "the page is in the account's own currency"


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_every_panel_is_a_file_with_what_is_chosen(demo: Services, panel: Panel) -> None:
    account = demo.performance.accounts()[0]
    demo.prop_firms.assign(account.id, text=YEN)
    for choice in everything(panel):
        address = panel_file(panel.name, Asked(account, Query(period="1y"), choice))
        chosen = {f"{panel.parameter}={choice}"} if choice else set()
        assert {"period=1y", f"account={account.id}", *chosen} <= set(address.partition("?")[2].split("&"))
        for table in document_of(address).tables:
            assert list(table.rows) or choice == "r", "no stop of the demo is known"


def test_a_click_makes_the_file_as_every_other_button_does(demo: Services) -> None:
    account = demo.performance.accounts()[0]
    told = made(panel_file("outlook", Asked(account, Query(), "1m")))
    assert told["url"]
    (kept,) = (one for one in demo.export_history.all(50) if str(one.id) == told["id"])
    assert kept.request["options"] == {"part": "monte_carlo.ladder", "horizon": "1m"}
    assert kept.sha256


def test_a_group_leads_to_its_trades(demo: Services) -> None:
    account = demo.performance.accounts()[0]
    shown = panel_body("breakdown", Asked(account, Query(period="1y"), "side"))
    links = [link.href for link in named(shown, "A")]
    assert links
    assert all(link.startswith(f"/trades?account={account.id}&period=1y&filter=") for link in links)
