from __future__ import annotations

import pytest

from services.exports._pdf_grid import PAD, Grid, cut
from services.exports._typeface import REGULAR, register


@pytest.mark.parametrize("text", ["long", "short", "AAPL", "iiii", "1,234.50", "W"])
def test_the_widest_text_of_a_column_is_never_cut(text: str) -> None:
    register()
    for others in range(1, 8):
        grid = Grid.of(["x"] * (others + 1), [[("y", "")] * others + [(text, "")]], 40.0, 500.0)
        assert cut(text, REGULAR, grid.size, grid.widths[-1] - 2 * PAD) == text
