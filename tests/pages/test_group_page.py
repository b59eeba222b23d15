"""Groups on pages: made and removed on the accounts page, shown as one account, offered at the top."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import dash
import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from components import format as fmt
from dashboard import shell
from dashboard.query import Query
from dashboard.scope import scope_of
from tests.components.reading import named, parts, words
from tests.pages.files import buttons, table_of
from tests.pages.test_pages import asking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.container import Services
    from services.model import Group


@pytest.fixture
def group(demo: Services) -> Iterator[Group]:
    """Two of the three demo accounts as a group."""
    accounts = [account.id for account in demo.performance.accounts()][:2]
    made = demo.groups.make("Two of three", accounts)
    yield made
    if made.id in {one.id for one in demo.groups.all()}:
        demo.groups.remove(made.id)


def show(group_id: str, **values: str) -> object:
    page = next(page for page in dash.page_registry.values() if page["module"] == "pages.group")
    return page["layout"](group_id=group_id, **values)


def test_a_group_is_shown_as_one_account_whose_members_add_up(group: Group) -> None:
    shown = show(str(group.id), currency="USD")
    text = words(shown)
    assert len(named(shown, "H1")) == 1
    assert "Two of three" in text
    assert "2 accounts as one, in USD" in text
    assert "Total" in text
    assert "MT5 report" not in text
    assert named(shown, "Graph")


def test_all_accounts_are_shown_as_one_too(demo: Services) -> None:
    assert "3 accounts as one" in words(show("all"))


@pytest.mark.parametrize("name", ["x", "../..", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_group_is_told(demo: Services, name: str) -> None:
    assert "No such group" in words(show(name))


def test_where_no_rate_is_known_the_page_says_so_and_adds_nothing(group: Group) -> None:
    text = words(show(str(group.id), currency="SEK"))
    assert "to SEK rate" in text
    assert "Total" not in text


def test_without_accounts_the_page_of_a_group_leads_to_the_import(empty: Services) -> None:
    assert "/import" in [link.href for link in named(show("all"), "A")]


def test_the_figures_of_a_group_follow_and_are_explained(group: Group) -> None:
    from pages import group as page  # noqa: PLC0415 - after the application

    address = [f"/groups/{group.id}", "?currency=USD"]
    with asking([[{"id": {"name": "Equity/value"}}], {}]):
        figures, positions = page.refresh(1, 1, address)
    assert re.search(r"\d", words(figures[0]))
    assert words(positions)
    with asking([], triggered="first/win_rate"):
        assert "Net round trips: " in words(page.explain(1, address))
        with pytest.raises(PreventUpdate):
            page.explain(None, address)


def test_every_page_takes_a_group_for_its_accounts(group: Group) -> None:
    scope = scope_of(Query(group=str(group.id)))
    assert {UUID(name) for name in scope.ids} == set(group.accounts)
    assert scope.title == "Two of three"
    assert not scope_of(Query(group=str(UUID(int=7)))).are_named


def test_the_picker_offers_groups_before_accounts(group: Group) -> None:
    for place in (("/trades", f"?group={group.id}"), (f"/groups/{group.id}", "")):
        drawn = shell.follow_address(*place)
        (picker,) = [part for part in parts(drawn[3]) if getattr(part, "id", None) == "account-picker"]
        assert picker.value == f"group:{group.id}"
        labels = [option["label"] for option in picker.options]
        assert labels[:4] == ["All accounts", "Groups", "Two of three", "Accounts"]
        assert "Two of three" in words(drawn[2])


def test_a_group_is_made_edited_and_removed_on_the_accounts_page(
    demo: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages import accounts as page  # noqa: PLC0415 - after the application

    drawn: list[str] = []
    monkeypatch.setattr(page, "set_props", lambda name, _: drawn.append(name))
    one, two, _ = [str(account.id) for account in demo.performance.accounts()]
    error, told = page.save(1, "  ", [one], "", "")
    assert (error, told) == ("A group needs a name.", no_update)
    _, told = page.save(1, "Mine", [one, two], "", "")
    assert "Mine is saved" in words(told)
    group = demo.groups.find("Mine")
    assert words(page.layout()).count("Mine") >= 3
    page.save(1, "Yours", [one], str(group.id), "")
    assert demo.groups.find("Yours").accounts == (UUID(one),)
    assert "Yours is removed" in words(page.remove(1, str(group.id), ""))
    assert "No group" in words(page.remove(1, str(group.id), ""))
    assert drawn == ["_pages_location"] * 3
    with pytest.raises(PreventUpdate):
        page.save(None, "", [], "", "")


def test_what_each_account_adds_is_a_file_with_the_totals_of_the_page(demo: Services) -> None:
    shown = show("all", currency="EUR")
    table = table_of(buttons(shown)["What each account adds as CSV"].href)
    assert table.totals is not None
    (row,) = [part for part in parts(shown) if getattr(part, "className", "") == "total"]
    for value in (table.totals[2], table.totals[5], table.totals[6]):
        assert isinstance(value, Decimal)
        assert fmt.money(value, 2) in words(row)
