"""Charts as values: lines over time or over named positions; a format draws them in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from services.exports._kind import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Mark(StrEnum):
    """How a line of a chart is drawn."""

    LINE = "line"
    DASHED = "dashed"
    AREA = "area"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Line:
    """Values of a chart over its positions, NaN where there is none; `role` is its color's name.

    Roles: `accent`, `muted`, `profit`, `loss`; bars of role `signed` are profit above zero and loss below.
    """

    label: str
    values: NDArray[np.float64]
    role: str = "accent"
    mark: Mark = Mark.LINE


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over time (datetime64) or over named positions; `summary` says in words what it shows.

    `kind` and `digits` say how the values are written. `beneath` is a second, lower panel with the same
    positions, such as a drawdown under its curve, written as fractions.
    """

    name: str
    title: str
    position: NDArray[np.datetime64] | tuple[str, ...]
    lines: tuple[Line, ...]
    summary: str
    kind: Kind = Kind.NUMBER
    digits: int = 2
    unit: str = ""
    beneath: tuple[Line, ...] = ()

    @property
    def size(self) -> int:
        """How many points there are."""
        return len(self.position)
