"""Benchmarks on pages: off at first, chosen by the address, told in words, imported and removed by hand."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import dash
import pytest
from dash.exceptions import PreventUpdate

from services.exports import Chart
from tests.components.reading import named, parts, words
from tests.pages.files import buttons, document_of, rows_of

if TYPE_CHECKING:
    from services.container import Services


def show(module: str, **values: str) -> object:
    page = next(page for page in dash.page_registry.values() if page["module"] == module)
    return page["layout"](**values)


def test_a_page_is_beside_nothing_until_something_is_chosen(demo: Services) -> None:
    one, two, _ = (str(account.id) for account in demo.performance.accounts())
    for shown in (show("pages.account", account_id=one), show("pages.group", group_id="all")):
        assert "Beside a benchmark" in words(shown)
        (picker,) = [part for part in parts(shown) if getattr(part, "id", None) == "benchmark-picker"]
        assert picker.value == "-"
    own = [option["value"] for option in picker.options]
    assert f"account:{two}" in own


def test_growth_beside_what_is_chosen_is_drawn_and_told(demo: Services) -> None:
    one, two, _ = demo.performance.accounts()
    for shown in (
        show("pages.account", account_id=str(one.id), benchmark=f"account:{two.id}"),
        show("pages.group", group_id="all", benchmark=f"account:{two.id}"),
    ):
        text = words(shown)
        assert f"Growth of 100 beside {two.name}" in text
        assert f"returns in its own currency, {two.currency}" in text
    compared = words(show("pages.compare", benchmark=f"account:{two.id}"))
    assert f"Beside {two.name}" in compared
    assert "Information ratio" in compared


def test_the_growth_that_is_drawn_is_a_file_and_metrics_are_measured_beside_it(demo: Services) -> None:
    one, two, _ = demo.performance.accounts()
    for shown in (
        show("pages.account", account_id=str(one.id), benchmark=f"account:{two.id}", period="1y"),
        show("pages.group", group_id="all", benchmark=f"account:{two.id}", period="1y"),
    ):
        made = buttons(shown)
        (chart,) = document_of(made[f"Growth of 100 beside {two.name} as CSV"].href).parts
        assert isinstance(chart, Chart)
        assert chart.summary.partition(" in ")[0] in words(shown), "how many days, and what 100 became"
    shown = show("pages.account", account_id=str(one.id), benchmark=f"account:{two.id}")
    found = rows_of(buttons(shown)["Metrics as CSV"].href)
    (beta,) = (row for row in found if row["metric"] == "beta")
    assert beta["reason"] == ""


def test_a_file_says_why_nothing_is_beside(demo: Services) -> None:
    one = demo.performance.accounts()[0]
    found = document_of(f"/reports?report=performance&account={one.id}&benchmark=account:{one.id}")
    assert "cannot be its own benchmark" in str(found.parts[-1])


@pytest.mark.parametrize("kind", ["account", "series", "group"])
def test_what_cannot_be_laid_beside_is_told_on_the_page(demo: Services, kind: str) -> None:
    one = demo.performance.accounts()[0]
    shown = words(show("pages.account", account_id=str(one.id), benchmark=f"{kind}:{one.id}"))
    told = "cannot be its own benchmark" if kind == "account" else f"No {kind} named"
    assert told in shown


def test_a_series_is_dropped_and_removed_on_the_accounts_page(
    demo: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages import accounts as page  # noqa: PLC0415 - after the application

    monkeypatch.setattr(page, "set_props", lambda *_: None)

    def sent(text: str) -> str:
        return "data:text/csv;base64," + base64.b64encode(text.encode()).decode()

    assert "2 closes" in words(page.add_series(sent("2026-01-02,1\n2026-01-05,2\n"), "dax.csv", ""))
    assert "dax" in words(page.layout())
    assert "Row 2" in words(page.add_series(sent("2026-01-02,1\n2026-01-02,2\n"), "x.csv", ""))
    series = demo.benchmarks.find("dax")
    assert "dax is removed" in words(page.remove_series(1, str(series.id), ""))
    assert "No series" in words(page.remove_series(1, str(series.id), ""))
    with pytest.raises(PreventUpdate):
        page.add_series(None, "", "")
    assert not named(page.layout(), "Graph")
