"""The ranking page: places with their intervals, charts with a table behind them, the same as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from components.compare_figure import growth_figure, growth_lines
from components.compare_table import verdict
from components.figure import numbers
from dashboard.theme import look
from services.calc.period import Period
from services.track_records import utc_now
from tests.components.reading import named, words
from tests.pages.files import buttons, rows_of

if TYPE_CHECKING:
    from types import ModuleType

    from services.comparing import Comparison
    from services.container import Services


@pytest.fixture
def page(demo: Services) -> ModuleType:
    from pages import compare  # noqa: PLC0415 - after the application

    return compare


@pytest.fixture
def comparison(demo: Services) -> Comparison:
    return demo.comparing.compare((), Period.parse("all", zone="UTC", now=utc_now()))


def test_places_stand_in_order_with_their_intervals_and_charts(
    page: ModuleType, comparison: Comparison
) -> None:
    shown = page.layout()
    text = words(shown)
    names = [row.account.name for row in comparison.ranked]
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    for row in comparison.ranked:
        assert row.place is not None
        assert f"{row.place.rank_low} – {row.place.rank_high}" in text
    assert len(named(shown, "Graph")) == 4
    assert verdict(comparison) in text


def test_one_account_beats_nobody_and_says_so(page: ModuleType, comparison: Comparison) -> None:
    text = words(page.layout(account=str(comparison.rows[0].account.id)))
    assert "A ranking takes two accounts" in text
    assert "It takes two accounts." in text


def test_growth_begins_at_a_hundred_and_ends_at_the_return(comparison: Comparison) -> None:
    figure = growth_figure(comparison.day, growth_lines(comparison.ranked), look())
    lines = [line for line in figure["data"] if "yaxis" not in line]
    falls = [line for line in figure["data"] if line.get("yaxis") == "y2"]
    for line, fall, row in zip(lines, falls, comparison.ranked, strict=True):
        assert line["name"] == row.account.name
        assert numbers(line["y"])[-1] == pytest.approx(100 * row.index[-1], abs=1e-5)
        deepest = 1 - (row.index / np.maximum(np.maximum.accumulate(row.index), 1)).min()
        assert numbers(fall["y"]).min() == pytest.approx(-deepest)
    places = [label["y"] for label in figure["layout"]["annotations"]]
    assert len({round(place, 3) for place in places}) == len(places), "no name covers another"


def test_the_ranking_is_a_file(page: ModuleType, comparison: Comparison) -> None:
    rows = rows_of(buttons(page.layout())["Accounts by score as CSV"].href)
    for row, found in zip(rows, comparison.rows, strict=True):
        assert found.place is not None
        assert (row["account"], row["rank"]) == (found.account.name, found.place.rank)
        assert row["total_pnl"] == found.total_pnl
        assert row["sharpe_ratio"] == found.figures["sharpe_ratio"].value


def test_growth_months_and_pairs_are_files_of_what_is_drawn(page: ModuleType, comparison: Comparison) -> None:
    made = buttons(page.layout())
    growth = rows_of(made["Growth of 100 by day as CSV"].href)
    months = rows_of(made["Return by account and month as CSV"].href)
    pairs = rows_of(made["Correlation of daily returns as CSV"].href)
    for found in comparison.ranked:
        name = found.account.name
        assert growth[-1][name] == 100 * found.index[-1]
        own = [1 + row["return"] for row in months if row["account"] == name]
        assert np.prod(own) == pytest.approx(found.index[-1])
    assert len(growth) == comparison.day.size
    assert np.mean([row["correlation"] for row in pairs]) == pytest.approx(comparison.correlation.average)


def test_a_benchmark_is_in_the_files_too(page: ModuleType, comparison: Comparison) -> None:
    first, second = (row.account for row in comparison.ranked[:2])
    made = buttons(page.layout(benchmark=f"account:{second.id}"))
    beside = {row["account"]: row for row in rows_of(made[f"Accounts beside {second.name} as CSV"].href)}
    assert beside[second.name]["beta"] == pytest.approx(1)
    assert f"account:{second.id}" in made["Growth of 100 by day as CSV"].href
    growth = rows_of(made["Growth of 100 by day as CSV"].href)
    last = growth[-1]
    assert last[f"Benchmark {second.name}"] == pytest.approx(last[second.name])
    assert first.name in beside
