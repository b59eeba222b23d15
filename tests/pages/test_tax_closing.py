"""Closing a year on the tax page: what is asked, what is said, what a closed year shows and refuses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import tax_1099_callbacks, tax_callbacks, tax_closing_callbacks, tax_method_callbacks
from dashboard.tax_closing_callbacks import closed, reopened
from dashboard.tax_method_callbacks import instructed
from services.tax.model import LotMethod
from services.tax_year import digest_of
from tests.components.reading import named, words
from tests.services.test_tax_years import WASH
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from types import ModuleType

    from dash import Dash

    from services.container import Services

ADDRESS: list[Any] = [2025, "?year=2025"]


@pytest.fixture
def drawn() -> list[str]:
    """The addresses that were drawn anew."""
    return []


@pytest.fixture
def page(
    application: Dash, installed: Services, monkeypatch: pytest.MonkeyPatch, drawn: list[str]
) -> ModuleType:
    from pages import tax as module  # noqa: PLC0415 - after the application

    for callbacks in (tax_callbacks, tax_1099_callbacks, tax_closing_callbacks, tax_method_callbacks):
        monkeypatch.setattr(callbacks, "set_props", lambda _, props: drawn.append(props["search"]))
    return module


@pytest.fixture
def account(services: Services) -> str:
    """An account that sold at a loss, of which everything is known."""
    imported(services, *WASH[:2])
    found = str(account_named(services, "U1").id)
    services.tax_profiles.set_complete(found, date(2026, 1, 30))
    return found


def seen(services: Services) -> str:
    return digest_of(services.tax_years.of(2025).rows)


def shown(page: ModuleType, name: str = "Open or closed", **address: str) -> str:
    layout = page.layout(year="2025", **address)
    return words([one for one in named(layout, "Section") if getattr(one, "aria-label", "") == name])


def test_a_final_year_is_closed_after_a_question_that_names_what_is_closed(
    page: ModuleType, services: Services, account: str, drawn: list[str]
) -> None:
    asked = words(named(page.layout(year="2025"), "Dialog"))
    assert "Close 2025?" in asked
    for amount in ("4,000.00", "5,000.00", "−1,000.00"):
        assert amount in asked
    assert "2025 is closed with 1 row." in words(closed(ADDRESS, seen(services)))
    assert drawn == ["?year=2025"]
    told = shown(page)
    assert "Closed on" in told
    assert "on this page" in told
    assert "As closed Rows 1 (d) Proceeds 4,000.00 (e) Basis 5,000.00" in told
    assert "(h) Gain or loss −1,000.00" in told
    assert "Its rows are still those that were filed." in told
    assert "Closed" in words(page.layout(year="2025")).partition("Download")[0]


def test_an_open_year_says_why_it_cannot_be_closed(page: ModuleType, services: Services) -> None:
    imported(services, *WASH[:2])
    assert "2025 is provisional until everything through 2026-01-30 is known" in shown(page)
    assert named(page.layout(year="2025"), "Dialog") == []
    imported(services, line("2025-03-03", "buy", 1, "5", symbol="ODD", asset_class=""))
    assert "2025 cannot be closed: 1 symbol needs a decision" in shown(page)
    assert "1 symbol needs a decision" in words(closed(ADDRESS, seen(services)))


def test_what_was_not_seen_is_not_closed_and_is_drawn(
    page: ModuleType, account: str, services: Services, drawn: list[str]
) -> None:
    assert "have changed since" in words(closed(ADDRESS, "other rows"))
    assert drawn == ["?year=2025"]
    assert services.tax_closings.of(2025) is None


def test_an_account_that_is_chosen_does_not_narrow_what_is_closed(
    page: ModuleType, services: Services, account: str
) -> None:
    imported(
        services,
        line("2025-03-03", "buy", 10, "10", account="U2", symbol="ABC"),
        line("2026-02-03", "sell", 10, "11", account="U2", symbol="ABC"),
        line("2025-03-04", "buy", 10, "10", account="U2", symbol="DEF"),
        line("2025-03-05", "sell", 10, "11", account="U2", symbol="DEF"),
    )
    assert "Rows 2" in shown(page, account=account).partition("Close 2025?")[2]
    assert "2025 is closed with 2 rows." in words(closed(ADDRESS, seen(services)))


def test_a_change_that_alters_a_closed_year_is_said_where_it_was_made(
    page: ModuleType, services: Services, account: str
) -> None:
    closed(ADDRESS, seen(services))
    owner = {"type": "tax-account", "field": "owner", "account": account}
    sentence = "The rows of 2025, closed, are no longer those that were filed."
    assert sentence in words(tax_callbacks.changed(owner, "spouse", ADDRESS[1]))
    told = words(tax_callbacks.changed({"type": "tax-choice", "name": "cfd_policy"}, "capital", ADDRESS[1]))
    assert sentence not in told
    assert "Closed, changed since" in words(page.layout(year="2025"))
    told = shown(page)
    assert "consider an amended return" in told
    assert "As closed Now Rows 1 0 (d) Proceeds 4,000.00 0.00" in told


def test_a_closed_year_refuses_a_method_in_one_sentence_until_it_is_opened_again(
    page: ModuleType, services: Services, account: str
) -> None:
    closed(ADDRESS, seen(services))
    give = ("", LotMethod.LIFO, "2025-06-01", "", ADDRESS)
    assert "The year 2025 is closed, and its lots stay as they were filed" in words(instructed(*give))
    assert "Open 2025 again?" in words(named(page.layout(year="2025"), "Dialog"))
    assert "2025 is open again." in words(reopened(ADDRESS))
    assert "last in, first out" in words(instructed(*give))
    assert "The year 2025 is open" in words(reopened(ADDRESS))
