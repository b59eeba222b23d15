"""Lot instructions on the tax page: given, listed with when and through what, taken back, refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import tax_method_callbacks
from dashboard.tax_method_callbacks import instructed
from services.tax.model import LotMethod
from tests.components.reading import words
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from types import ModuleType

    from dash import Dash

    from services.container import Services

LOTS = (
    line("2024-03-01", "buy", 10, "10"),
    line("2024-03-04", "buy", 10, "20"),
    line("2025-03-04", "sell", 10, "30"),
)
ADDRESS: list[Any] = [2025, "?year=2025"]
LIFO, HIFO = LotMethod.LIFO, LotMethod.HIFO


@pytest.fixture
def page(application: Dash, installed: Services, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    from pages import tax as module  # noqa: PLC0415 - after the application

    monkeypatch.setattr(tax_method_callbacks, "set_props", lambda *_: None)
    return module


def said(account: str, method: LotMethod | None, since: str, evidence: str = "") -> str:
    return words(instructed(account, method, since, evidence, ADDRESS))


def test_an_instruction_counts_at_once_and_says_what_it_does(page: ModuleType, services: Services) -> None:
    imported(services, *LOTS)
    account = str(account_named(services, "U1").id)
    told = said(account, LIFO, "2025-01-01", "letter of 30 December")
    assert "U1 from 2025-01-01: last in, first out." in told
    assert "The gains of 2025 were +200.00 USD and are +100.00 now." in told
    shown = words(page.layout(year="2025"))
    assert "letter of 30 December" in shown
    assert "further notice" in shown
    assert ", here" in shown


def test_the_newer_word_for_a_day_says_which_one_it_replaces(page: ModuleType, services: Services) -> None:
    imported(services, *LOTS)
    said("", LIFO, "2025-01-01")
    told = said("", HIFO, "2025-01-01")
    assert "Every account from 2025-01-01: highest basis first, no longer last in, first out." in told
    assert "The gains of 2025 stay +100.00 USD." in told


def test_what_is_taken_back_is_gone_and_stays_in_the_audit_log(page: ModuleType, services: Services) -> None:
    imported(services, *LOTS)
    said("", LIFO, "2025-01-01")
    assert "taken back. The gains of 2025 were +100.00 USD and are +200.00 now." in said(
        "", None, "2025-01-01"
    )
    assert services.tax_profiles.methods() == ()
    assert "No instruction begins on 2025-01-01" in said("", None, "2025-01-01")
    with services.database.read() as connection:
        noted = connection.exec_driver_sql(
            "SELECT detail ->> 'method' FROM audit_log WHERE action = 'set_tax_method' ORDER BY id"
        )
        assert [row[0] for row in noted] == ["lifo", None]


def test_closed_years_and_days_that_are_none_are_refused(page: ModuleType, services: Services) -> None:
    imported(services, *LOTS)
    said("", LIFO, "2024-01-01")
    services.tax_profiles.close(2025, "hash")
    for method, since in ((HIFO, "2025-06-01"), (HIFO, "2023-01-01"), (None, "2024-01-01")):
        assert "The year 2025 is closed" in said("", method, since)
    assert "needs its first day" in said("", LIFO, " ")
    assert "'soon' is no day" in said("", LIFO, "soon")
    assert [one.instruction.effective for one in services.tax_profiles.methods()] == [date(2024, 1, 1)]


def test_an_instruction_ends_before_the_next_and_one_given_afterwards_is_marked(
    page: ModuleType, services: Services
) -> None:
    imported(services, *LOTS)
    said("", LIFO, "2025-01-01")
    said("", HIFO, "2095-01-01")
    first, second = services.tax_profiles.methods()
    assert (first.last, first.is_late) == (date(2094, 12, 31), True)
    assert (second.last, second.is_late) == (None, False)
    assert words(page.layout(year="2025")).count("Afterwards") == 1


def test_a_word_about_gains_hides_them_where_amounts_are_hidden(
    page: ModuleType, services: Services, app: Dash
) -> None:
    imported(services, *LOTS)
    with app.server.test_request_context("/tax", headers={"Cookie": "amounts=hidden"}):
        told = words(tax_method_callbacks.give(1, "every", "lifo", "2025-01-01", "", ADDRESS))
    assert "The gains of 2025 were •••" in told
    assert "100" not in told
