"""Where the columns of a printed table are, and text that fits into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.exports._print import LEFT
from services.exports._typeface import BOLD, REGULAR, drawable, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.exports._document import Column
    from services.exports._page import Cells

LARGEST, SMALLEST, LEADING = 7.5, 5.0, 1.55
STEP = 0.05
PAD, WIDEST, NARROWEST, SPARE = 3.0, 150.0, 18.0, 16.0
ROUNDING = 0.01  # a column is as wide as its widest text, but for the last bit of a float
SAMPLE = 400  # rows that the widths are measured on


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns of a table are: left edges and widths in points, and the size of their text."""

    edges: tuple[float, ...]
    widths: tuple[float, ...]
    size: float

    @classmethod
    def of(cls, heads: Sequence[str], rows: Sequence[Cells], left: float, room: float) -> Grid:
        """Wide enough for what is there, as far as the page allows; text gets smaller before it is cut.

        Only a text beyond WIDEST is cut rather than all made smaller; room that is left goes to every column.
        """
        unit = [width(text, BOLD, 1.0) for text in heads]
        for row in rows[:SAMPLE]:
            unit = [max(known, width(text, REGULAR, 1.0)) for known, (text, _) in zip(unit, row, strict=True)]
        size = LARGEST
        while size > SMALLEST and sum(min(one, WIDEST) for one in _wanted(unit, size)) > room:
            size -= STEP
        fitting = within(_wanted(unit, size), room)
        spare = min((room - sum(fitting)) / len(fitting), SPARE)
        widths = tuple(one + spare for one in fitting)
        edges = tuple(left + sum(widths[:place]) for place in range(len(widths)))
        return cls(edges, widths, size)

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * LEADING


def _wanted(unit: Sequence[float], size: float) -> list[float]:
    return [max(one * size + 2 * PAD, NARROWEST) for one in unit]


def within(wanted: Sequence[float], room: float) -> tuple[float, ...]:
    """Widths that fit into *room*: only the widest columns give way, so short ones are never cut.

    >>> within([10.0, 60.0, 90.0], 100.0)
    (10.0, 45.0, 45.0)
    """
    left, widest = room, max(wanted, default=0.0)
    for place, one in enumerate(sorted(wanted)):
        fair = left / (len(wanted) - place)
        if one > fair:
            widest = fair
            break
        left -= one
    return tuple(min(one, widest) for one in wanted)


def is_left(column: Column) -> bool:
    """Whether the cells of a column stand at its left edge."""
    return column.kind in LEFT


def cut(text: str, font: str, size: float, room: float) -> str:
    """A text that fits and can be drawn, an ellipsis at its end where it was cut."""
    text = drawable(text)
    if width(text, font, size) <= room + ROUNDING:
        return text
    while text and width(f"{text}…", font, size) > room:
        text = text[:-1]
    return f"{text}…"
