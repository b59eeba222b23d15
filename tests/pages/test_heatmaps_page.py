"""The heatmaps page: an address restores the view, and the view becomes a file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dashboard.heatmap_query import ACCOUNTS, DIMENSIONS, HeatmapQuery
from dashboard.query import Query
from services.calc.period import Period
from services.comparison.matrix import CELL_METRICS
from services.errors import InvalidInputError
from services.heatmaps import COMPARED
from services.track_records import utc_now
from tests.components.reading import looks, named, words
from tests.pages.files import buttons, document_of, rows_of, table_of

if TYPE_CHECKING:
    from types import ModuleType

    from services.container import Services


@pytest.fixture
def page(demo: Services) -> ModuleType:
    from pages import heatmaps  # noqa: PLC0415 - after the application

    return heatmaps


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_is_drawn_with_a_table_behind_it(page: ModuleType, dimension: str) -> None:
    shown = page.layout(dimension=dimension)
    assert len(named(shown, "Graph")) == 1
    assert len(named(shown, "Table")) == 1
    assert "New York + 7 h" in words(shown)
    current = [link.children for link in named(shown, "A") if getattr(link, "aria-current", None) == "true"]
    assert page.TITLES[dimension] in current


@pytest.mark.parametrize("metric", CELL_METRICS)
def test_every_metric_is_drawn(page: ModuleType, metric: str) -> None:
    (graph,) = named(page.layout(metric=metric), "Graph")
    assert any(text for trace in graph.figure["data"][1:3] for row in trace["text"] for text in row)


def test_an_address_is_read_back_as_it_was_written() -> None:
    chosen = HeatmapQuery("symbol_weekday", "win_rate")
    address = chosen.href(Query(period="3m"))
    assert HeatmapQuery.of_address(address.partition("?")[2]) == chosen
    assert "period=3m" in address
    assert HeatmapQuery().href(Query()) == "/heatmaps"


def test_metrics_are_added_and_left_out_by_links() -> None:
    chosen = HeatmapQuery(ACCOUNTS, metrics=("net_profit",))
    more = chosen.toggled("sharpe_ratio")
    assert more.metrics == ("net_profit", "sharpe_ratio")
    assert more.toggled("net_profit").metrics == ("sharpe_ratio",)
    assert chosen.toggled("net_profit").metrics == COMPARED
    assert HeatmapQuery.of_address(more.href(Query()).partition("?")[2]) == more


@pytest.mark.parametrize("value", ["moon", "", ["a"], None, "x" * 5_000])
def test_a_hostile_choice_is_left_out(value: object) -> None:
    assert HeatmapQuery.read(dict.fromkeys(("dimension", "metric", "metrics"), value)) == HeatmapQuery()


def test_a_period_without_trades_says_so(page: ModuleType) -> None:
    shown = page.layout(period="2001-01-01..2001-01-02")
    assert "No closed trades" in words(shown)
    assert not named(shown, "Graph")


def test_without_a_rate_the_reason_is_told(page: ModuleType) -> None:
    assert "no EUR or JPY or USD to CHF rate" in words(page.layout(currency="CHF"))
    assert named(page.layout(currency="CHF", metric="win_rate"), "Graph")


@pytest.mark.parametrize("dimension", ["hour_weekday", "month_year", "symbol_weekday"])
def test_the_file_adds_up_to_the_overview(page: ModuleType, demo: Services, dimension: str) -> None:
    made = buttons(page.layout(dimension=dimension, currency="EUR"))
    address = made[f"Net profit by {page.TITLES[dimension].lower()} as CSV"].href
    table, shown = table_of(address), demo.performance.overview(Period(None, utc_now()), "EUR").figures[0]
    rows = rows_of(address)
    total = sum(row["value"] for row in rows)
    assert table.totals is not None
    assert table.totals[2] == total
    assert abs(total - Decimal(repr(shown.value))) <= Decimal("0.005001")
    assert sum(row["trades"] for row in rows) == table.totals[3] == shown.n


def test_the_metrics_of_accounts_become_a_file(page: ModuleType) -> None:
    made = buttons(page.layout(dimension=ACCOUNTS, metrics="win_rate.net_profit"))
    rows = rows_of(made["Accounts by metric as CSV"].href)
    assert [row["metric"] for row in rows[:2]] == ["win_rate", "net_profit"]
    assert len(rows) == 3 * 2


def test_totals_of_rows_and_columns_are_in_every_file(page: ModuleType) -> None:
    menu = buttons(page.layout(dimension="symbol_account", currency="USD"))
    (address,) = (part.href for part in menu.values() if "format=zip" in part.href)
    tables = {table.name: table for table in document_of(address).tables}
    whole = tables["cells"].totals
    assert whole is not None
    for name in ("rows", "columns"):
        assert sum(row[1] for row in tables[name].rows) == whole[2]  # type: ignore[misc]


def test_a_heatmap_that_is_none_is_refused_in_a_sentence(page: ModuleType) -> None:
    with pytest.raises(InvalidInputError, match="no heatmap of 'net_profit' by 'moon'"):
        document_of("/reports?report=heatmap&dimension=moon")


def test_an_account_that_left_is_told_as_nothing(page: ModuleType) -> None:
    assert "choices-bar" in looks(page.layout(account="00000000-0000-0000-0000-000000000000"))
