"""Charts as SVG: vectors for the screen and for print, with direct labels and nothing that is fetched."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from services.exports._cells import upright
from services.exports._document import Column
from services.exports._kind import Kind
from services.exports._svg_panel import LEFT, LETTER, RIGHT, WIDTH, Panel, drawn, shortened, text_at
from services.exports._ticks import time_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from services.exports._chart import Chart

HEIGHT, BENEATH, GAP = 210.0, 66.0, 14.0
TOP, BOTTOM = 10.0, 22.0
FIRST_BIG = 1_000.0
MOST_NAMES = 12


def chart_svg(chart: Chart) -> str:
    """A chart as one SVG element, 720 wide."""
    if not len(chart.position):
        return ""
    height = HEIGHT + (BENEATH + GAP if chart.beneath else 0.0)
    x = _places(chart)
    column = Column("", "", chart.kind, _digits(chart))
    panels = [(Panel.of(TOP, HEIGHT - TOP - BOTTOM, chart.lines, x, column), chart.lines)]
    if chart.beneath:
        under = Column("", "", Kind.FRACTION, 1)
        panels.append((Panel.of(HEIGHT - BOTTOM + GAP, BENEATH, chart.beneath, x, under), chart.beneath))
    parts = [text for panel, lines in panels for text in drawn(panel, lines)]
    parts += _positions(chart, x, height - BOTTOM)
    box = f'viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" height="{height:g}"'
    told = f'role="img" aria-label="{escape(upright(chart.summary))}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {told}>{"".join(parts)}</svg>'


def _places(chart: Chart) -> NDArray[np.float64]:
    count, inner = len(chart.position), WIDTH - LEFT - RIGHT
    places: NDArray[np.float64]
    if isinstance(chart.position, tuple):
        places = LEFT + inner * (np.arange(count) + 0.5) / count
        return places
    time = chart.position.astype("datetime64[us]").astype(np.float64)
    span = float(time[-1] - time[0]) or 1.0
    places = LEFT + inner * (time - time[0]) / span
    return places


def _every(names: Sequence[str]) -> int:
    """Each how many are named: of days and months those that fit whole, since the rest follows from them."""
    every = max(len(names) // MOST_NAMES, 1)
    if all(name[:1].isdigit() for name in names):
        room = (WIDTH - LEFT - RIGHT) / LETTER
        every = max(every, math.ceil(len(names) * max(map(len, names)) / room))
    return every


def _digits(chart: Chart) -> int:
    known = np.concatenate([line.values for line in chart.lines])
    known = np.abs(known[np.isfinite(known)])
    return 0 if chart.kind is Kind.MONEY and known.size and known.max() >= FIRST_BIG else chart.digits


def _positions(chart: Chart, x: NDArray[np.float64], y: float) -> Iterator[str]:
    if isinstance(chart.position, tuple):
        every = _every(chart.position)
        most = int((WIDTH - LEFT - RIGHT) * every / len(chart.position) / LETTER)
        for place, name in list(zip(x.tolist(), chart.position, strict=True))[::every]:
            yield text_at(place, y + 14, shortened(name, most), "middle")
        return
    time = chart.position.astype("datetime64[s]")
    for tick, label in time_ticks(time[0], time[-1]):
        place = float(np.interp((tick - time[0]).astype(np.int64), (time - time[0]).astype(np.int64), x))
        yield text_at(place, y + 14, label, "middle" if LEFT + 20 < place < WIDTH - RIGHT - 20 else "start")
