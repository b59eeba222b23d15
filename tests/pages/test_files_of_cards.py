"""Every card with a table or a chart makes a file of it, under a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash
import pytest

from dashboard.file_callbacks import asked
from services.exports import Chart, Facts, Readers, Table
from services.reports import reports
from services.settings import PROJECT
from tests.components.reading import parts
from tests.pages.files import buttons, document_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.container import Services

BENCHMARK, DAY = "benchmark", "2026-10-08"
SHOWN: tuple[tuple[str, dict[str, str]], ...] = (
    ("pages.overview", {}),
    ("pages.live", {}),
    ("pages.accounts", {}),
    ("pages.account", {}),
    ("pages.account", {BENCHMARK: "account"}),
    ("pages.group", {"group_id": "all"}),
    ("pages.group", {"group_id": "all", BENCHMARK: "account", "currency": "EUR"}),
    ("pages.trades", {}),
    *(("pages.calendar", {"view": view, "day": DAY}) for view in ("year", "month", "week", "day")),
    ("pages.compare", {}),
    ("pages.compare", {BENCHMARK: "account"}),
    ("pages.heatmaps", {}),
    ("pages.heatmaps", {"dimension": "account_metric"}),
    ("pages.reports", {}),
    ("pages.tax", {}),
    ("pages.import_report", {}),
    ("pages.data_care", {}),
    ("pages.which_sharpe", {}),
    ("pages.not_found_404", {}),
)
WITHOUT = {
    (
        "pages.trades",
        "Closed trades",
    ): "the grid is the page: buttons in its header follow its filter",
    ("pages.calendar", "month"): "a month of the year is a cell: the year is in the menu of the page",
}
TABLES = {"Table", "Graph", "AgGrid"}


def show(services: Services, module: str, values: dict[str, str]) -> object:
    """The page, of the first account and beside the second where it is about one."""
    one, two, _ = (str(account.id) for account in services.performance.accounts())
    known = values | ({"account_id": one} if module == "pages.account" else {})
    known |= {BENCHMARK: f"account:{two}"} if BENCHMARK in known else {}
    page = next(page for page in dash.page_registry.values() if page["module"] == module)
    return page["layout"](**known)


def cards(shown: object) -> Iterator[Any]:
    """The surfaces of a page that hold a table, a grid or a chart, or will."""
    for part in parts(shown):
        if "card-surface" in (getattr(part, "className", "") or "").split() and holds(part):
            yield part


def holds(card: Any) -> bool:
    """Whether a card has something that a person would want as a file."""
    return any(
        type(part).__name__ in TABLES or "panel-body" in (getattr(part, "className", "") or "")
        for part in parts(card)
    )


def makes_a_file(card: Any) -> bool:
    """Whether there is a button of its own in it."""
    return bool(buttons(card)) or any(map(is_of_panel, parts(card)))


def is_of_panel(part: Any) -> bool:
    """Whether it is the button of a panel of the account page, which follows what is chosen in it."""
    name = getattr(part, "id", None)
    return isinstance(name, dict) and name["type"] == "panel-csv"


def makes_of_card(part: Any) -> bool:
    """Whether it is the small button of a card."""
    return getattr(part, "data-file", None) is not None and "small" in part.className.split()


def name_of(card: Any) -> str:
    """What a card is called; a small month of the calendar has its name in a link only."""
    return getattr(card, "aria-label", None) or "month"


def test_every_page_is_looked_at(demo: Services) -> None:
    assert {page["module"] for page in dash.page_registry.values()} == {module for module, _ in SHOWN}


@pytest.mark.parametrize(("module", "values"), SHOWN, ids=str)
def test_a_card_with_a_table_or_a_chart_makes_a_file(
    demo: Services, module: str, values: dict[str, str]
) -> None:
    shown = show(demo, module, values)
    without = {name_of(card) for card in cards(shown) if not makes_a_file(card)}
    assert without <= {name for known, name in WITHOUT if known == module}


@pytest.mark.parametrize(("module", "values"), SHOWN, ids=str)
def test_every_button_makes_what_it_says_under_a_name_of_its_own(
    demo: Services, module: str, values: dict[str, str]
) -> None:
    shown = show(demo, module, values)
    small = [part for part in parts(shown) if makes_of_card(part)]
    labels = [getattr(part, "aria-label") for part in small]
    every = labels + [getattr(part, "aria-label") for part in parts(shown) if is_of_panel(part)]
    assert len(set(every)) == len(every)
    for part, label in zip(small, labels, strict=True):
        assert label.partition(" as ")[0]
        assert f"report={asked(part.href)[0].report}" in part.href or "report=" not in part.href
        told = document_of(part.href).read_by(Readers.MACHINES).parts
        held = [one for one in told if isinstance(one, Table | Chart | Facts)]
        assert len(held) == 1 if " as CSV" in label else len(held) > 1


def test_the_exceptions_are_there(demo: Services) -> None:
    found = {
        (module, name_of(card)) for module, values in SHOWN for card in cards(show(demo, module, values))
    }
    assert set(WITHOUT) <= found


def test_every_report_is_documented() -> None:
    text = (PROJECT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert [report.name for report in reports() if f"| `{report.name}` |" not in text] == []
