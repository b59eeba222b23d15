"""One panel of a chart as SVG: its grid, its lines, areas or bars, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from services.exports._cells import plain, upright
from services.exports._chart import Mark
from services.exports._kind import Kind
from services.exports._palette import palette
from services.exports._print import printer
from services.exports._ticks import round_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from services.exports._chart import Line
    from services.exports._document import Column

WIDTH, LEFT, RIGHT = 720.0, 62.0, 14.0
FONT = "Noto Sans, Inter, sans-serif"
SMALL, ROOM, LOW = 9.5, 0.06, 70.0
LETTER, BETWEEN = 7.0, 18.0  # of a small text, and between two names


@dataclass(frozen=True, slots=True)
class Panel:
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
    ) -> Panel:
        known = np.concatenate([line.values for line in lines])
        known = known[np.isfinite(known)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        if any(line.mark in (Mark.AREA, Mark.BAR) for line in lines) and column.kind is not Kind.NUMBER:
            low, high = min(low, 0.0), max(high, 0.0)
        if any(line.mark is Mark.BAR for line in lines):
            low, high = min(low, 0.0), max(high, 0.0)
        room = (high - low) * ROOM or max(abs(high), 1.0) * ROOM
        is_flat = low == high
        return cls(top, height, low - room * (low != 0 or is_flat), high + room * (high != 0), x, column)

    def y(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where values are, from the top."""
        places: NDArray[np.float64] = self.top + self.height * (self.high - values) / (self.high - self.low)
        return places

    def at(self, value: float) -> float:
        """Where one value is."""
        return float(self.y(np.array([value]))[0])


def drawn(panel: Panel, lines: Sequence[Line]) -> Iterator[str]:
    """The elements of a panel, from the back to the front."""
    colors = palette()
    write = printer(panel.column, "UTC")
    for tick in round_ticks(panel.low, panel.high, 5 if panel.height > LOW else 2):
        y = panel.at(tick)
        yield _line(LEFT, y, WIDTH - RIGHT, y, colors["line"] if tick else colors["faint"])
        yield text_at(LEFT - 6, y + 3.2, write(plain(tick)), "end")
    for line in lines:
        yield from _drawn(panel, line, len(lines))
    if len(lines) > 1:
        yield from _names(panel, lines)


def _drawn(panel: Panel, line: Line, lines: int) -> Iterator[str]:
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


def _bars(panel: Panel, line: Line, lines: int) -> Iterator[str]:
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


def _names(panel: Panel, lines: Sequence[Line]) -> Iterator[str]:
    """The lines' names at the top, each in its color."""
    x, most = LEFT + 6, int(((WIDTH - LEFT - RIGHT) / len(lines) - BETWEEN) / LETTER)
    for line in lines:
        label = shortened(line.label, most)
        yield text_at(x, panel.top + 9, label, "start", _color(line.role))
        x += LETTER * len(label) + BETWEEN


def shortened(label: str, most: int) -> str:
    """A label of at most so many characters."""
    clean = upright(label)
    return clean if len(clean) <= most else f"{clean[: max(most - 1, 1)].rstrip()}…"


def _color(role: str) -> str:
    return palette()["profit" if role == "signed" else role]


def _line(x1: float, y1: float, x2: float, y2: float, color: str) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="0.6"/>'
    )


def text_at(x: float, y: float, text: str, anchor: str, color: str | None = None) -> str:
    """A small text at a point."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{SMALL}" text-anchor="{anchor}"'
        f' fill="{color or palette()["muted"]}">{escape(text)}</text>'
    )
