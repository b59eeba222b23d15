"""Breakdowns by name: each says which group a trade belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from services.comparison.trade_columns import TradeColumns

    Place = Callable[[TradeColumns, NDArray[np.datetime64]], "Groups"]


@dataclass(frozen=True, slots=True)
class Groups:
    """Labels in the order they are listed, and for each trade the number of its label."""

    labels: tuple[str, ...]
    code: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A way to tell trades apart: name, heading, place among the others, and its pure function.

    `place` takes the trades and their exits on the wall clock of the zone; `is_ranked` says that the groups
    have no order of their own and are listed by their result.
    """

    name: str
    label: str
    definition: str
    order: int
    is_ranked: bool
    place: Place


_registry: Registry[Breakdown] = Registry("services.breakdowns", "breakdown")


def breakdown(label: str, *, order: int, is_ranked: bool = False) -> Callable[[Place], Place]:
    """Register the decorated function under its own name; its docstring is the definition."""

    def register(place: Place) -> Place:
        name: str = getattr(place, "__name__")  # noqa: B009 - a callable need not have one
        definition = (place.__doc__ or "").partition("\n")[0]
        _registry.add(Breakdown(name, label, definition, order, is_ranked, place))
        return place

    return register


def breakdowns() -> tuple[Breakdown, ...]:
    """Every breakdown, in their order."""
    return tuple(sorted(_registry.all(), key=lambda item: (item.order, item.name)))


def find_breakdown(name: str) -> Breakdown:
    """The breakdown called *name*; raises NotFoundError."""
    return _registry.get(name)
