"""The heatmap on a page: texts in cells, totals at the edges, and no amount when amounts are hidden."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from components import format as fmt
from components.heatmap_chart import extremes, heatmap_chart, heatmap_key, heatmap_table
from components.heatmap_choice import Choice, choice_row
from components.heatmap_figure import heatmap_figure
from components.heatmap_view import first_rows, trades_view, without_empty_end
from components.ink import contrast, mixed
from dashboard.theme import look_of
from services.comparison.cells import Placed
from services.comparison.hour_weekday import hour_weekday
from services.comparison.matrix import Matrix, Terms, make_matrix
from tests.components.reading import looks, named, words

LOOK = look_of("light")
TERMS = Terms("USD", 2, "UTC")


def made(name: str = "net_profit") -> Matrix:
    placed = Placed(
        ("EURUSD", "XAUUSD"),
        ("A", "B"),
        np.array([0] * 6 + [1], dtype=np.int64),
        np.array([0] * 6 + [1], dtype=np.int64),
    )
    return make_matrix(np.array([100.25, 100, 100, 100, 100, 1000.5, -98_765.43]), placed, name, TERMS)


def test_cells_are_told_in_text_and_totals_stand_at_the_edges() -> None:
    figure = heatmap_figure(trades_view(made()), LOOK)
    ground, pale, strong, right, below, corner = figure["data"]
    assert pale["text"] == [["+1.5K", ""], ["", "<i>−99K</i>"]]
    assert strong["text"] == [["", ""], ["", ""]]
    drawn = np.array([trace["z"] for trace in (ground, pale, strong)], dtype=object) != None  # noqa: E711
    assert drawn.sum(axis=0).tolist() == [[1, 1], [1, 1]]
    assert ground["z"][0][1] is not None
    assert [right["text"], below["text"]] == [
        [["<b>+1.5K</b>"], ["<b>−99K</b>"]],
        [["<b>+1.5K</b>", "<b>−99K</b>"]],
    ]
    assert corner["text"] == [["<b>−97K</b>"]]
    assert "+1,500.75" in pale["hovertext"][0][0]
    assert "n = 1, too few to tell" in pale["hovertext"][1][1]


def test_the_colors_are_those_of_profit_and_loss() -> None:
    cells = heatmap_figure(trades_view(made()), LOOK)["data"][1]
    assert [color for _, color in cells["colorscale"]] == [LOOK.loss, LOOK.surface, LOOK.profit]
    assert (cells["zmin"], cells["zmax"]) == (-1, 1)
    sized = heatmap_figure(trades_view(made("total_trades")), LOOK)["data"][1]
    assert sized["colorscale"][1][1] == LOOK.accent
    assert "sized" in str(heatmap_key(trades_view(made("total_trades"))))


def test_what_stands_on_little_is_paler() -> None:
    view = trades_view(made())
    assert abs(view.shades[1, 1]) < abs(view.intensity[1, 1])
    assert view.shades[0, 0] == view.intensity[0, 0]


def test_a_figure_is_a_plain_value_that_json_can_tell() -> None:
    text = json.dumps(heatmap_figure(trades_view(made()), LOOK), allow_nan=False)
    assert "NaN" not in text


def test_the_chart_has_words_a_table_and_a_place_to_scroll() -> None:
    view = trades_view(made())
    shown = heatmap_chart("h", view, LOOK, extremes(view))
    assert "best: EURUSD A +1,500.75 (n = 6)" in words(shown)
    assert "Worst: XAUUSD B −98,765.43 (n = 1)" in words(shown)
    assert named(shown, "Figcaption")
    assert "heat-scroll" in looks(shown)
    table = words(heatmap_table(view))
    assert "−97,264.68" in table
    assert "n 6" in table


@pytest.mark.parametrize("name", ["net_profit", "expectancy"])
def test_hidden_amounts_are_nowhere_in_it(name: str) -> None:
    with fmt.amounts(hidden=True):
        view = trades_view(made(name))
        text = json.dumps(heatmap_figure(view, LOOK)) + words(heatmap_table(view)) + extremes(view)
    assert fmt.HIDDEN in text
    assert not any(number in text for number in ("1,500", "1.5K", "98,765", "99K", "250.1"))


def test_a_weekend_without_trades_is_left_out_of_the_picture_only() -> None:
    local = np.array(["2026-01-05T10:30", "2026-01-08T10:30"], dtype="datetime64[us]")
    view = trades_view(
        make_matrix(np.array([1.0, 2.0]), hour_weekday(local), "net_profit", TERMS), lying=True
    )
    assert len(view.columns) == 24
    assert without_empty_end(view).rows == ("Mon", "Tue", "Wed", "Thu")
    assert without_empty_end(view).corner == view.corner
    assert first_rows(view, 2).rows == ("Mon", "Tue")


def test_the_choice_that_is_shown_is_marked() -> None:
    row = choice_row(
        "Metric", [Choice("Net profit", "/a", is_current=True), Choice("Trades", "/b", is_current=False)]
    )
    assert [getattr(link, "aria-current", None) for link in named(row, "A")] == ["true", None]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("palette", ["safe", "green-red", "red-green"])
@pytest.mark.parametrize("name", ["net_profit", "total_trades"])
def test_the_text_of_a_cell_can_be_read_on_its_color(theme: str, palette: str, name: str) -> None:
    look = look_of(theme, palette)
    shades = np.linspace(-1, 1, 41).reshape(1, 41)
    view = replace(
        trades_view(made(name)),
        rows=("a",),
        columns=tuple(map(str, range(41))),
        values=shades,
        intensity=np.abs(shades) if name == "total_trades" else shades,
        brief=(("1",) * 41,),
        full=(("1",) * 41,),
        counts=np.full((1, 41), 9),
        small=np.zeros((1, 41), dtype=bool),
        row_margin=(),
    )
    for trace in heatmap_figure(view, look)["data"][1:3]:
        strong = {True: look.accent} if view.is_sized else {True: look.profit, False: look.loss}
        for shade in (value for value in trace["z"][0] if value is not None):
            ground = mixed(strong[shade >= 0], look.surface, abs(shade))
            assert contrast(trace["textfont"]["color"], ground) > 3.6
