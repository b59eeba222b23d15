"""The colors a chart is drawn with, and its font."""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Inter Variable, Inter, system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """The tokens of one theme and palette, as hex colors."""

    bg: str
    surface: str
    line: str
    grid: str
    text: str
    muted: str
    faint: str
    accent: str
    profit: str
    loss: str
    loss_soft: str
