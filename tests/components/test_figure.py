"""Figures as plain values: numbers packed as the browser holds them, extremes of a sparkline kept."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.equity_figure import equity_figure
from components.figure import milliseconds, numbers, typed
from components.sparkline import HEIGHT, MARGIN, sparkline
from dashboard.theme import look_of
from tests.components.samples import curve


@given(st.lists(st.floats(allow_nan=True, allow_infinity=False), max_size=20))
def test_numbers_come_back_as_they_went(values: list[float]) -> None:
    array = np.array(values, dtype=np.float64)
    assert np.array_equal(numbers(typed(array)), array, equal_nan=True)


def test_whole_numbers_are_packed_smaller_and_times_are_milliseconds() -> None:
    assert typed(np.arange(3))["dtype"] == "i4"
    assert numbers(typed(np.arange(3))).tolist() == [0.0, 1.0, 2.0]
    day = np.array(["1970-01-02"], dtype="datetime64[D]")
    assert numbers(milliseconds(day)).tolist() == [86_400_000.0]


def test_a_figure_is_a_plain_value_without_a_number_as_text() -> None:
    figure = equity_figure(curve(), "UTC", look_of("light"))
    assert json.loads(json.dumps(figure)) == figure
    assert {trace["y"]["dtype"] for trace in figure["data"]} == {"f8"}


def test_a_sparkline_reaches_its_highest_and_lowest_value() -> None:
    values = np.zeros(5_000)
    values[1_234], values[4_321] = 7.0, -3.0
    shown: Any = sparkline(values, "Equity")
    picture = unquote(shown.style["maskImage"])
    points = picture.partition("points='")[2].partition("'")[0].split()
    down = [float(point.partition(",")[2]) for point in points]
    assert min(down) == pytest.approx(MARGIN, abs=0.05)
    assert max(down) == pytest.approx(HEIGHT - MARGIN, abs=0.05)
    assert len(points) <= 130
