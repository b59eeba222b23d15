"""A figure with a bar of its own, for what has no floor in the same run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value in *unit*; *most* or *least* is its bar, none when it is only told."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the value is within its bar."""
        return (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )

    def document(self) -> dict[str, Any]:
        """The figure as JSON."""
        return asdict(self) | {"holds": self.holds}

    def __str__(self) -> str:
        bars = [
            f"{word} {bar:g}"
            for word, bar in (("at most", self.most), ("at least", self.least))
            if bar is not None
        ]
        mark = ("✓" if self.holds else "✗") if bars else "·"
        bar = f" ({', '.join(bars)} {self.unit})" if bars else ""
        return f"{mark} {self.name}: {self.value:,.4g} {self.unit}{bar}"
