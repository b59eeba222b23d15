from __future__ import annotations

import pytest

from services.exports._pdf_grid import NARROWEST, PAD, SPARE, Grid, cut
from services.exports._typeface import REGULAR, register


@pytest.mark.parametrize("text", ["long", "short", "AAPL", "iiii", "1,234.50", "W"])
def test_the_widest_text_of_a_column_is_never_cut(text: str) -> None:
    register()
    for others in range(1, 8):
        grid = Grid.of(["x"] * (others + 1), [[("y", "")] * others + [(text, "")]], 40.0, 500.0)
        assert cut(text, REGULAR, grid.size, grid.widths[-1] - 2 * PAD) == text


def test_nothing_is_cut_while_narrow_columns_stand_beside_wide_ones() -> None:
    register()
    row = [("2026-11-27 03:45:04", "")] * 8 + [("", "")] * 12
    grid = Grid.of(["x"] * len(row), [row], 28.0, 785.0)
    shown = [
        cut(text, REGULAR, grid.size, room - 2 * PAD)
        for (text, _), room in zip(row, grid.widths, strict=True)
    ]
    assert shown == [text for text, _ in row]
    assert sum(grid.widths) == pytest.approx(785.0)


def test_room_that_is_left_goes_to_every_column_within_bounds() -> None:
    register()
    few, many = (Grid.of(["x"] * count, [[("1", "")] * count], 0.0, 500.0) for count in (2, 20))
    assert few.widths == (NARROWEST + SPARE,) * 2
    assert sum(many.widths) == pytest.approx(500.0)
