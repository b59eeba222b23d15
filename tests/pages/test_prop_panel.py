"""The rules of an account's page: offered, assigned, told in words when broken, removed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from dash.exceptions import PreventUpdate

from components import format as fmt
from dashboard import prop_callbacks
from dashboard.account_panels import Asked, panel_body
from dashboard.query import Query
from services.model import Position, Side
from services.storage import ledger, series
from tests.components.reading import named, words
from tests.prop_firm.making import PHASE
from tests.prop_firm.test_lots_left import EURUSD
from tests.prop_firm.test_prop_firms import account

if TYPE_CHECKING:
    from uuid import UUID

    from dash.development.base_component import Component

    from services.container import Services


def panel(services: Services, mine: UUID) -> Component:
    return panel_body("rules", Asked(services.performance.record(mine).account, Query(), ""))


def test_the_library_is_offered_in_the_accounts_currency(empty: Services) -> None:
    mine, foreign = account(empty, 10), account(empty, 10, login="2", currency="EUR")
    (choice,) = named(panel(empty, mine), "Select")
    assert PHASE in [option["value"] for option in choice.options]
    assert not named(panel(empty, foreign), "Select")
    assert "prop assign" in words(panel(empty, foreign))


def test_a_breach_is_told_in_words_with_its_evidence(empty: Services) -> None:
    mine = account(empty, 100, -6_000)
    told = prop_callbacks.assign_rules([str(mine), ""], PHASE)
    assert "is held against" in words(told)
    shown = words(panel(empty, mine))
    for word in ("Breached", "Daily loss breached", "94,100.00", "95,000.00", "Days left"):
        assert word in shown
    with fmt.amounts(hidden=True):
        hidden = words(panel(empty, mine))
    assert "94,100.00" not in hidden
    assert fmt.HIDDEN in hidden
    assert "are removed" in words(prop_callbacks.remove_rules([str(mine), ""], PHASE))
    assert "No rule set" in words(prop_callbacks.remove_rules([str(mine), ""], PHASE))
    assert "No rule set" in words(prop_callbacks.assign_rules([str(mine), ""], "moon"))


def test_every_figure_of_a_set_says_what_it_means(empty: Services) -> None:
    mine = account(empty, 100)
    prop_callbacks.assign_rules([str(mine), ""], "futures-50k-end-of-day")
    shown = panel(empty, mine)
    terms = named(shown, "Dt")
    assert {"Headroom", "Days left", "Counted from", "Lots at once"} <= {term.children[0] for term in terms}
    assert all(named(term, "Details") for term in terms)
    assert "most" in words(shown).partition("Lots at once")[2]


def test_nothing_happens_without_a_click(empty: Services) -> None:
    del empty
    with pytest.raises(PreventUpdate):
        prop_callbacks.assign([None], [PHASE], ["x", ""])
    with pytest.raises(PreventUpdate):
        prop_callbacks.remove([None], ["x", ""])


def test_what_if_says_how_many_lots_are_left(empty: Services) -> None:
    mine = account(empty, 300, -100)
    prop_callbacks.assign_rules([str(mine), ""], PHASE)
    assert not named(panel(empty, mine), "Input"), "no contract is known"
    server = empty.performance.find(str(mine)).server
    with empty.database.begin() as connection:
        series.write_symbols(connection, server, [EURUSD])
    (far,) = named(panel(empty, mine), "Input")
    assert far.value == "0.00200"
    told = words(prop_callbacks.estimate("EURUSD", "0.0050", None, [str(mine), ""]))
    assert "10.40 lots until the nearest floor" in told
    assert "A lot loses 500.00 USD" in told
    assert "No live prices are coming: counted from what was recorded last, at " in told
    bought = Position(7, "EURUSD", Side.BUY, Decimal("2.00"), datetime.now(UTC), Decimal("1.1"))
    with empty.database.begin() as connection:
        ledger.replace_positions(connection, mine, (bought,))
    told = words(prop_callbacks.estimate("EURUSD", "0.0050", None, [str(mine), ""]))
    assert "8.40 lots until" in told
    assert "The 2.00 lots long that are open would lose 1,000.00 USD too, taken off first." in told
    assert "above 0" in words(prop_callbacks.estimate("EURUSD", "", None, [str(mine), ""]))
