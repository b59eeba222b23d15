"""The tax page: rows and their chain, filters in the address, decisions that change the year, files."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import tax_1099_callbacks, tax_callbacks, tax_class_callbacks, tax_rates_callbacks
from dashboard.query import Query
from dashboard.tax_query import ROWS, TaxQuery
from services.form_8949 import layout as layouts
from services.form_8949.filling import Owner
from services.form_8949.layout import LAYOUTS
from services.tax.model import TaxClass
from tests.components.reading import named, parts, words
from tests.form_8949.blanks import make_blank
from tests.pages.files import document_of
from tests.services.test_tax_mt5 import account as mt5_account
from tests.services.test_tax_mt5 import trip
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from types import ModuleType

    from dash import Dash

    from services.container import Services

WASH = (
    line("2025-01-02", "buy", 100, "10", order_id="1"),
    line("2025-06-02", "sell", 100, "7.50", order_id="2"),
    line("2025-06-16", "buy", 100, "8", order_id="3"),
)
UNKNOWN = (
    line("2025-03-03", "buy", 1, "2000", symbol="GOLDX", asset_class="", order_id="4"),
    line("2025-04-03", "sell", 1, "2100", symbol="GOLDX", asset_class="", order_id="5"),
)
ES = {"symbol": "ESH6", "asset_class": "future", "multiplier": "50"}
CONTRACTS = (
    line("2025-11-03T15:00:00Z", "buy", 1, "6800", **ES),
    line("2026-02-02T15:00:00Z", "sell", 1, "7000", **ES),
)
EUROS = (("2025-03-03", "buy"), ("2025-03-04", "sell"))
ADDRESS: list[Any] = [2025, "?year=2025"]


@pytest.fixture
def page(application: Dash, installed: Services, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    from pages import tax as module  # noqa: PLC0415 - after the application

    for callbacks in (tax_callbacks, tax_class_callbacks, tax_1099_callbacks, tax_rates_callbacks):
        monkeypatch.setattr(callbacks, "set_props", lambda *_: None)
    return module


def test_a_washed_loss_shows_its_chain(page: ModuleType, services: Services) -> None:
    imported(services, *WASH)
    shown = page.layout(year="2025")
    assert "Provisional" in words(shown)
    assert (
        "100 of XYZ, 250.00 USD of loss: replaced by the purchase of 06/16/2025 in U1; added to its basis"
        in words(shown)
    )
    assert "Line 3" in words(shown)
    assert "No row of this kind" in words(page.layout(year="2025", only="F"))


def test_an_address_is_read_back_as_it_was_written() -> None:
    chosen = TaxQuery(2024, "washed", 3)
    assert TaxQuery.of_address(chosen.href(Query(currency="EUR")).partition("?")[2]) == chosen
    assert TaxQuery().href(Query()) == "/tax"
    assert TaxQuery.read({"year": "x", "only": "Z", "page": "-1"}) == TaxQuery()
    assert TaxQuery.read({"year": "1800"}) == TaxQuery.read({"year": "2100"}) == TaxQuery()
    assert TaxQuery().of_year((2026, 2023), 2025).year == 2023
    assert TaxQuery().of_year((), 2025).year == 2025


def test_many_rows_have_pages(page: ModuleType, services: Services) -> None:
    days = [(f"2025-{1 + number // 28:02}-{1 + number % 28:02}", number) for number in range(ROWS + 5)]
    lots = [line(day, "buy", 1, "5", order_id=f"b{number}") for day, number in days]
    sales = [line("2025-12-01", "sell", 1, "9", order_id=f"s{number}") for _, number in days]
    imported(services, *lots, *sales)
    first, second = page.layout(year="2025"), page.layout(year="2025", page="2")
    assert f"1 to {ROWS} of {ROWS + 5}" in words(first)
    assert f"{ROWS + 1} to {ROWS + 5} of {ROWS + 5}" in words(second)
    assert "/tax?year=2025&page=2" in {link.href for link in named(first, "A")}
    assert f"{ROWS + 1} to {ROWS + 5} of {ROWS + 5}" in words(page.layout(year="2025", page="99"))


def test_a_decision_unblocks_the_form(page: ModuleType, services: Services) -> None:
    imported(services, *UNKNOWN)
    assert "Needs your decision" in words(page.layout(year="2025"))
    what = {"type": "tax-class", "symbol": "GOLDX"}
    assert "told anew" in words(tax_callbacks.changed(what, "F8949_SECURITY", ADDRESS[1]))
    shown = words(page.layout(year="2025"))
    assert "Needs your decision" not in shown
    assert "1 sh. GOLDX" in shown


def test_the_profile_is_changed_from_the_page_and_wrong_values_are_said(
    page: ModuleType, services: Services
) -> None:
    imported(services, *WASH)
    election = {"type": "tax-day", "name": "mark_to_market_from"}
    assert tax_callbacks.known(election) == ""
    tax_callbacks.changed(election, "2025-01-01", ADDRESS[1])
    assert tax_callbacks.known(election) == "2025-01-01"
    assert "No sale of this year" in words(page.layout(year="2025"))
    assert "'soon' is no day" in words(tax_callbacks.changed(election, "soon", ADDRESS[1]))
    tax_callbacks.changed(election, "", ADDRESS[1])
    assert tax_callbacks.known(election) == ""
    assert tax_callbacks.known({"type": "tax-choice", "name": "whole_dollars"}) == "false"


def test_accounts_are_described_on_the_page(page: ModuleType, services: Services) -> None:
    imported(services, *WASH)
    account = str(account_named(services, "U1").id)
    assert "last deal 2025-06-16" in words(page.layout(year="2025"))
    for field, before, value in (
        ("complete", "", "2026-01-30"),
        ("reported", "false", "true"),
        ("owner", "taxpayer", "retirement"),
    ):
        what = {"type": "tax-account", "field": field, "account": account}
        assert tax_callbacks.known(what) == before
        assert "told anew" in words(tax_callbacks.changed(what, value, ADDRESS[1]))
        assert tax_callbacks.known(what) == value
    complete = {"type": "tax-account", "field": "complete", "account": account}
    assert "'soon' is no day" in words(tax_callbacks.changed(complete, "soon", ADDRESS[1]))
    tax_callbacks.changed(complete, "", ADDRESS[1])
    assert services.tax_profiles.read()[0].complete == {}


def test_a_symbol_of_several_accounts_is_asked_once_and_told_anew_when_it_is_taken_back(
    page: ModuleType, services: Services
) -> None:
    for login in ("U1", "U2"):
        trade = {"symbol": "GOLDX", "asset_class": "", "account": login}
        imported(
            services,
            line("2025-03-03", "buy", 1, "20", **trade),
            line("2025-04-03", "sell", 1, "21", **trade),
        )
    shown = page.layout(year="2025")
    assert "2 closing deals, +2.00 USD · U1, U2" in words(shown)
    assert [one.id for one in parts(shown) if "GOLDX" in str(getattr(one, "id", ""))] == [
        {"type": "tax-class", "symbol": "GOLDX"}
    ]
    assert words(shown).count("1 symbol needs a decision") == 2  # why it is open, and what files say
    tax_callbacks.changed({"type": "tax-class", "symbol": "GOLDX"}, "S988", ADDRESS[1])
    shown = words(page.layout(year="2025"))
    assert "Classes that you chose" in shown
    assert "Currencies, section 988 · every account" in shown
    assert "GOLDX is taken back" in words(tax_class_callbacks.taken_back("GOLDX", "", ADDRESS[1]))
    shown = words(page.layout(year="2025"))
    assert "Needs your decision" in shown
    assert "Classes that you chose" not in shown


def test_what_one_unit_is_can_be_said_where_it_is_asked(page: ModuleType, services: Services) -> None:
    mt5_account(services, *trip(10, "TSLA", "2", ("100", "110"), 20))
    tax_callbacks.changed({"type": "tax-class", "symbol": "TSLA"}, "F8949_SECURITY", ADDRESS[1])
    size = {"type": "tax-size", "symbol": "TSLA"}
    assert size in [getattr(one, "id", "") for one in parts(page.layout(year="2025"))]
    assert tax_callbacks.known(size) == ""
    assert "is no contract size" in words(tax_callbacks.changed(size, "many", ADDRESS[1]))
    assert "Kept" in words(tax_callbacks.changed(size, "1", ADDRESS[1]))
    (said,) = services.tax_profiles.read()[0].classes
    assert (said.tax_class, said.contract_size) == (TaxClass.F8949_SECURITY, 1)
    shown = words(page.layout(year="2025"))
    assert "Needs your decision" not in shown
    assert "2 sh. TSLA" in shown


def test_the_files_of_the_year_are_made_as_all_others_are(page: ModuleType, services: Services) -> None:
    imported(services, *WASH)
    account = str(account_named(services, "U1").id)
    shown = page.layout(year="2025", account=account)
    made = {part.href for part in parts(shown) if "menu-item" in (getattr(part, "className", None) or "")}
    assert f"/reports?account={account}&report=tax&format=txf&tax_year=2025" in made
    assert (
        document_of(f"/reports?account={account}&report=tax&format=txf&tax_year=2025").name
        == "form_8949_2025"
    )


def test_every_figure_says_what_it_means_and_what_is_missing_is_said_once(
    page: ModuleType, services: Services
) -> None:
    imported(services, *WASH, *UNKNOWN)
    figures = [one for one in parts(page.layout(year="2025")) if getattr(one, "className", "") == "kpi"]
    assert [len(named(one, "Details")) for one in figures] == [1] * 6
    assert "NOT COMPLETE:" not in words(page.layout(year="2025"))


def test_the_official_form_is_filled_in(
    page: ModuleType, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(services, *WASH)
    blank, layout = make_blank(next(one for one in LAYOUTS if one.year == 2025))
    monkeypatch.setattr(layouts, "LAYOUTS", (layout,))
    content = f"data:application/pdf;base64,{base64.b64encode(blank).decode()}"
    data, told = tax_callbacks.filled(content, Owner("Jane"), ADDRESS, with_statement=False)
    assert data["filename"] == "f8949_2025.pdf"
    assert "every cell was read back" in words(told)
    _, told = tax_callbacks.filled("data:,!!", Owner(), ADDRESS, with_statement=False)
    assert "did not arrive whole" in words(told)


def test_a_brokers_1099_stands_beside_our_sales(page: ModuleType, services: Services) -> None:
    imported(services, *WASH)
    assert "differs" not in words(page.layout(year="2025"))
    account, file = str(account_named(services, "U1").id), "1099.csv"
    content = b"Symbol,Date Sold,Proceeds,Cost Basis\nXYZ,2025-06-02,750,900\n"
    sent = f"data:text/csv;base64,{base64.b64encode(content).decode()}"
    assert "Choose the account" in words(tax_1099_callbacks.brought(sent, file, "", ADDRESS[1]))
    assert "1099.csv: 1 sale of 2025." in words(tax_1099_callbacks.brought(sent, file, account, ADDRESS[1]))
    shown = words(page.layout(year="2025"))
    assert "differs" in shown
    assert "0 of 1 are the same." in shown
    (row,) = beside(page.layout(year="2025"))
    assert row == ["06/02/2025", "750.00", "750.00", "1,000.00", "900.00", "250.00", "0.00", "differs", "U1"]
    assert "Forget the 1099 of U1, 2025" in shown
    assert "is forgotten" in words(tax_1099_callbacks.forgotten(account, ADDRESS))
    assert "No Form 1099 named 'U1 2025'" in words(tax_1099_callbacks.forgotten(account, ADDRESS))
    assert "differs" not in words(page.layout(year="2025"))


def test_hidden_amounts_are_nowhere_on_the_page(page: ModuleType, services: Services, app: Dash) -> None:
    for lines in (WASH, UNKNOWN, CONTRACTS):
        imported(services, *lines)
    with app.server.test_request_context("/tax", headers={"Cookie": "amounts=hidden"}):
        shown = words(page.layout(year="2025"))
    assert "••• USD" in shown
    assert re.findall(r"\d\.\d\d\b", shown) == []


def test_a_sale_that_one_side_does_not_know_has_blanks_there(page: ModuleType, services: Services) -> None:
    imported(services, *WASH)
    account = account_named(services, "U1").id
    services.broker_reports.store(account, "1099.csv", b"Symbol,Date Sold,Proceeds\nABC,2025-07-01,10\n")
    by_verdict = {row[-2]: row[1:-2] for row in beside(page.layout(year="2025"))}
    assert by_verdict["not on the 1099"] == ["750.00", "", "1,000.00", "", "250.00", ""]
    assert by_verdict["not in the records"][:2] == ["", "10.00"]


def beside(shown: object) -> list[list[object]]:
    """The cells of the table beside the broker's 1099, without the symbol."""
    tables = [
        one for one in named(shown, "Table") if getattr(one, "aria-label") == "Beside the broker's 1099"
    ]
    return [[cell.children for cell in named(row, "Td")] for row in named(tables[0], "Tr")[1:]]


def test_rates_are_brought_where_they_are_missing(page: ModuleType, services: Services) -> None:
    imported(services, *(line(day, side, 1, "9", currency="EUR") for day, side in EUROS))
    assert "Rates to the dollar" in words(page.layout(year="2025"))
    sent = base64.b64encode(b"date,rate\n2025-03-03,1.05\n2025-03-04,1.10\n").decode()
    told = words(tax_rates_callbacks.rates_brought(f"data:text/csv;base64,{sent}", "EUR", ADDRESS[1]))
    assert "EUR: rates of 2 days." in told
    assert "Rates to the dollar" not in words(page.layout(year="2025"))
    assert "did not arrive whole" in words(tax_rates_callbacks.rates_brought("data:,!", "EUR", ADDRESS[1]))


def test_contracts_at_the_end_of_the_year_are_marked_beside_the_classes(
    page: ModuleType, services: Services
) -> None:
    imported(services, *CONTRACTS)
    shown = words(page.layout(year="2025"))
    assert "no price of that day is stored" in shown
    assert "without 1 mark that cannot be told" in shown
    services.benchmarks.add("ES.csv", b"date,close\n2025-12-30,6990\n2025-12-31,7010\n", "ESH6")
    shown = words(page.layout(year="2025"))
    assert "of Form 6781, Part I" in shown
    assert "+10,500.00" in shown
    assert "12/31/2025, taken back" in words(page.layout(year="2026"))


def test_demo_accounts_have_no_form(demo: Services, page: ModuleType) -> None:
    assert "a demo account: nothing in it is real" in words(page.layout())
