"""The trades page: an address restores the view, and the view becomes a file."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from dash.exceptions import PreventUpdate

from tests.components.reading import named, words

if TYPE_CHECKING:
    from types import ModuleType

    from services.container import Services


@pytest.fixture
def page(demo: Services) -> ModuleType:
    from pages import trades  # noqa: PLC0415 - after the application

    return trades


def test_an_address_restores_sort_filter_and_search(page: ModuleType) -> None:
    rule = {"symbol": {"filterType": "text", "type": "contains", "filter": "EUR"}}
    shown = page.layout(sort="held:desc", filter=json.dumps(rule), find="abc")
    (grid,) = named(shown, "AgGrid")
    assert grid.filterModel == rule
    assert next(column for column in grid.columnDefs if column.get("sort"))["field"] == "held"
    assert "abc" in [field.value for field in named(shown, "Input")]


def test_an_address_restores_the_columns(page: ModuleType) -> None:
    (grid,) = named(page.layout(columns="symbol.magic"), "AgGrid")
    assert [column["field"] for column in grid.columnDefs if not column.get("hide")] == ["symbol", "magic"]
    (ticks,) = named(page.layout(columns="symbol.magic"), "Checklist")
    assert ticks.value == ["symbol", "magic"]


@pytest.mark.parametrize(
    "text", ["{", "[]", "7", '{"nonsense": {}}', '{"symbol": 1}', "x" * 9_000, ["a"], None]
)
def test_a_filter_that_is_none_is_left_out(page: ModuleType, text: object) -> None:
    assert page.filters(text) == {}


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_trades_in_view_become_a_file(page: ModuleType, name: str) -> None:
    (grid,) = named(page.layout(), "AgGrid")
    keys = [row["key"] for row in grid.rowData[:3]]
    file, note = page.download({"format": name, "keys": keys}, "")
    assert file["filename"].endswith(name)
    assert "ready" in words(note)
    if name == "csv":
        assert base64.b64decode(file["content"]).count(keys[0].split("/")[1].encode()) >= 1


def test_an_unknown_format_is_refused_in_a_sentence(page: ModuleType) -> None:
    file, note = page.download({"format": "exe", "keys": []}, "")
    assert file is None
    assert "exe" in words(note)


def test_nothing_is_written_before_it_is_asked_for(page: ModuleType) -> None:
    with pytest.raises(PreventUpdate):
        page.download(None, "")
