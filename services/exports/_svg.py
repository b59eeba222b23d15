"""Charts as SVG: vectors for the screen and for print, with direct labels and nothing that is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from services.exports._cells import plain, printable
from services.exports._document import Column, Kind, Mark
from services.exports._palette import palette
from services.exports._print import printer
from services.exports._ticks import round_ticks, time_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from services.exports._document import Chart, Line

WIDTH, HEIGHT, BENEATH, GAP = 720.0, 210.0, 66.0, 14.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 14.0, 10.0, 22.0
FONT = "Noto Sans, Inter, sans-serif"
SMALL, ROOM = 9.5, 0.06
FIRST_BIG = 1_000.0


@dataclass(frozen=True, slots=True)
class _Panel:
    """A rectangle of the chart with its scale; `x` are the positions of the values."""

    top: float
    height: float
    low: float
    high: float
    x: NDArray[np.float64]
    column: Column

    @classmethod
    def of(
        cls, top: float, height: float, lines: Sequence[Line], x: NDArray[np.float64], column: Column
    ) -> _Panel:
        known = np.concatenate([line.values for line in lines])
        known = known[np.isfinite(known)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        if any(line.mark in (Mark.AREA, Mark.BAR) for line in lines) and column.kind is not Kind.NUMBER:
            low, high = min(low, 0.0), max(high, 0.0)
        if any(line.mark is Mark.BAR for line in lines):
            low, high = min(low, 0.0), max(high, 0.0)
        room = (high - low) * ROOM or max(abs(high), 1.0) * ROOM
        return cls(top, height, low - room * (low != 0), high + room * (high != 0), x, column)

    def y(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where values are, from the top."""
        places: NDArray[np.float64] = self.top + self.height * (self.high - values) / (self.high - self.low)
        return places

    def at(self, value: float) -> float:
        """Where one value is."""
        return float(self.y(np.array([value]))[0])


def chart_svg(chart: Chart) -> str:
    """A chart as one SVG element, 720 wide."""
    if not len(chart.position):
        return ""
    height = HEIGHT + (BENEATH + GAP if chart.beneath else 0.0)
    x = _places(chart)
    column = Column("", "", chart.kind, _digits(chart))
    panels = [(_Panel.of(TOP, HEIGHT - TOP - BOTTOM, chart.lines, x, column), chart.lines)]
    if chart.beneath:
        under = Column("", "", Kind.FRACTION, 1)
        panels.append((_Panel.of(HEIGHT - BOTTOM + GAP, BENEATH, chart.beneath, x, under), chart.beneath))
    parts = [text for panel, lines in panels for text in _panel(panel, lines)]
    parts += _positions(chart, x, height - BOTTOM)
    box = f'viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" height="{height:g}"'
    told = f'role="img" aria-label="{escape(printable(chart.summary))}"'
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


def _digits(chart: Chart) -> int:
    known = np.concatenate([line.values for line in chart.lines])
    known = np.abs(known[np.isfinite(known)])
    return 0 if chart.kind is Kind.MONEY and known.size and known.max() >= FIRST_BIG else chart.digits


def _panel(panel: _Panel, lines: Sequence[Line]) -> Iterator[str]:
    colors = palette()
    write = printer(panel.column, "UTC")
    for tick in round_ticks(panel.low, panel.high, 5 if panel.height > BENEATH else 2):
        y = panel.at(tick)
        yield _line(LEFT, y, WIDTH - RIGHT, y, colors["line"] if tick else colors["faint"])
        yield _text(LEFT - 6, y + 3.2, write(plain(tick)), "end")
    for line in lines:
        yield from _drawn(panel, line, len(lines))
    if len(lines) > 1:
        yield from _names(panel, lines)


def _drawn(panel: _Panel, line: Line, lines: int) -> Iterator[str]:
    color = _color(line.role)
    if line.mark is Mark.BAR:
        yield from _bars(panel, line, lines)
        return
    for stretch in _stretches(line.values):
        x, y = panel.x[stretch], panel.y(line.values[stretch])
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
        if line.mark is Mark.AREA:
            base = panel.at(min(max(0.0, panel.low), panel.high))
            ends = f"{x[0]:.1f},{base:.1f} {points} {x[-1]:.1f},{base:.1f}"
            yield f'<polygon points="{ends}" fill="{color}" fill-opacity="0.18" stroke="none"/>'
        dash = ' stroke-dasharray="4 3"' if line.mark is Mark.DASHED else ""
        yield f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.4"{dash}/>'


def _bars(panel: _Panel, line: Line, lines: int) -> Iterator[str]:
    width = (WIDTH - LEFT - RIGHT) / panel.x.size * 0.7 / lines
    zero = panel.at(0.0)
    for x, value in zip(panel.x.tolist(), line.values.tolist(), strict=True):
        if np.isfinite(value) and value:
            y = panel.at(value)
            role = line.role if line.role != "signed" else "profit" if value > 0 else "loss"
            place = f'x="{x - width / 2:.1f}" y="{min(y, zero):.1f}"'
            size = f'width="{width:.1f}" height="{max(abs(y - zero), 0.6):.1f}"'
            yield f'<rect {place} {size} fill="{_color(role)}"/>'


def _stretches(values: NDArray[np.float64]) -> Iterator[slice]:
    """Runs of known values."""
    known = np.concatenate(([False], np.isfinite(values), [False]))
    edges = np.flatnonzero(known[1:] != known[:-1])
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield slice(start, end)


def _names(panel: _Panel, lines: Sequence[Line]) -> Iterator[str]:
    """The lines' names at the top, each in its color."""
    x = LEFT + 6
    for line in lines:
        yield _text(x, panel.top + 9, printable(line.label), "start", _color(line.role))
        x += 7 * len(line.label) + 18


def _positions(chart: Chart, x: NDArray[np.float64], y: float) -> Iterator[str]:
    if isinstance(chart.position, tuple):
        every = max(len(chart.position) // 12, 1)
        for place, name in list(zip(x.tolist(), chart.position, strict=True))[::every]:
            yield _text(place, y + 14, printable(name), "middle")
        return
    time = chart.position.astype("datetime64[s]")
    for tick, label in time_ticks(time[0], time[-1]):
        place = float(np.interp((tick - time[0]).astype(np.int64), (time - time[0]).astype(np.int64), x))
        yield _text(place, y + 14, label, "middle" if LEFT + 20 < place < WIDTH - RIGHT - 20 else "start")


def _color(role: str) -> str:
    return palette()["profit" if role == "signed" else role]


def _line(x1: float, y1: float, x2: float, y2: float, color: str) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="0.6"/>'
    )


def _text(x: float, y: float, text: str, anchor: str, color: str | None = None) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{SMALL}" text-anchor="{anchor}"'
        f' fill="{color or palette()["muted"]}">{escape(text)}</text>'
    )
