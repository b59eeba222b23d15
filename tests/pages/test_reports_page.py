"""The reports page: an address restores the choice, one click makes a file, and the list follows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from dash.exceptions import PreventUpdate

from dashboard.query import Query
from dashboard.report_query import ReportQuery, report_periods
from services import export_jobs
from services.exports import formats
from services.reports import reports
from tests.components.reading import named, words

if TYPE_CHECKING:
    from types import ModuleType

    from services.container import Services


@pytest.fixture
def page(demo: Services) -> ModuleType:
    from pages import reports as module  # noqa: PLC0415 - after the application

    return module


def test_every_report_and_every_format_can_be_chosen(page: ModuleType) -> None:
    shown = words(page.layout(report="trades", format="csv"))
    assert all(report.label in shown for report in reports())
    assert all(kind.label in shown for kind in formats())


def test_an_address_is_read_back_as_it_was_written() -> None:
    chosen = ReportQuery("statement", "xlsx")
    assert ReportQuery.of_address(chosen.href(Query(period="3m")).partition("?")[2]) == chosen
    assert ReportQuery().href(Query()) == "/reports"
    assert ReportQuery.read({"report": "moon", "format": ["x"]}) == ReportQuery()


def test_options_of_a_report_stand_in_its_address() -> None:
    chosen = ReportQuery("heatmap", "csv", (("part", "cells"), ("dimension", "symbol_weekday")))
    address = chosen.href(Query(group="7e6849ff-2619-43f5-b0a3-f231ead29118"))
    assert ReportQuery.of_address(address.partition("?")[2]) == chosen
    assert chosen.only == "part: cells, dimension: symbol_weekday"
    values = {"report": "trades", "part": "x" * 501, "dimension": "symbol_weekday"}
    assert ReportQuery.read(values) == ReportQuery("trades"), "other reports' options and long ones are none"


def test_one_part_keeps_its_options_in_every_format(page: ModuleType) -> None:
    shown = page.layout(report="comparison", format="csv", part="months")
    assert "part: months" in words(shown)
    kinds = [link.href for link in named(shown, "A") if "part=months" in link.href]
    assert len([href for href in kinds if "report=comparison" in href]) >= len(formats())
    told = page.generate(1, "/reports?report=comparison&format=csv&part=months")
    assert told["filename"].endswith("_months.csv")
    refused = page.generate(1, "/reports?report=comparison&part=moon")["error"]
    assert "has no part 'moon' here; choose ranking" in refused


def test_periods_are_those_of_the_calendar() -> None:
    found = dict(report_periods(Query(), "UTC", datetime(2026, 3, 4, 12, tzinfo=UTC)))
    assert found["Yesterday"].period == "2026-03-03..2026-03-03"
    assert found["Last week"].period == "2026-02-23..2026-03-01"
    assert found["Last month"].period == "2026-02-01..2026-02-28"


def test_a_report_by_tax_year_is_chosen_by_its_year(page: ModuleType) -> None:
    shown = page.layout(report="tax", format="txf", tax_year="2025", period="1m")
    assert "tax year 2025" in words(shown)
    assert "Yesterday" not in words(shown)
    years = {link.children: link.href for link in named(shown, "A") if str(link.children).isdecimal()}
    assert years["2025"] == "/reports?period=1m&report=tax&format=txf&tax_year=2025"
    last = datetime.now(UTC).year - 1
    assert ReportQuery("tax").tax_year == ReportQuery("tax", "pdf", (("tax_year", "soon"),)).tax_year == last
    assert ReportQuery("trades").tax_year is None


def test_reports_stand_in_the_order_of_their_names(page: ModuleType) -> None:
    (cards, _) = [
        one for one in named(page.layout(), "Div") if getattr(one, "className", "") == "choice-cards"
    ]
    labels = [str(one.children).casefold() for one in named(cards, "Strong")]
    assert labels == sorted(labels)


def test_one_click_makes_a_file_that_is_listed_with_its_link(page: ModuleType) -> None:
    told = page.generate(1, ReportQuery("trades", "csv").href(Query()))
    listed = page.layout()
    assert told["url"] in {item.href for item in named(listed, "A")}
    assert told["filename"].endswith(".csv")


def test_a_long_one_is_followed_and_can_be_stopped(page: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    told = page.generate(1, ReportQuery("statement", "csv").href(Query()))
    assert told["url"] is None
    table, states = page.follow(1, {})
    assert "Cancel" in words(table)
    with pytest.raises(PreventUpdate):
        page.follow(2, states)
    (waiting,) = (name for name, state in states.items() if state.startswith("queued"))
    page.services().export_jobs.cancel(waiting)
    assert "cancelled" in words(page.follow(3, states)[0])


def test_the_preview_can_do_nothing(page: ModuleType) -> None:
    shown = page.preview(1, "/reports?report=comparison")
    (frame,) = named(shown, "Iframe")
    assert frame.sandbox == ""
    assert "Comparison" in frame.srcDoc


def test_without_a_click_nothing_is_made(page: ModuleType) -> None:
    for call in (page.generate, page.preview):
        with pytest.raises(PreventUpdate):
            call(None, "/reports")
