"""Statistics whose fields are made by families, each when one of its fields is first read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self, TypeAlias

    import numpy as np
    from numpy.typing import NDArray

    Families: TypeAlias = Mapping[tuple[str, ...], Callable[[], Mapping[str, NDArray[np.float64]]]]


class Statistics:
    """Numbers that a kernel may leave to be made, a family of fields at once, when one is first read."""

    __slots__ = ("_families",)

    _families: Families

    @classmethod
    def on_demand(cls, families: Families) -> Self:
        """Statistics whose fields are made by families, each by the fields' names."""
        made = cls.__new__(cls)
        object.__setattr__(made, "_families", families)
        return made

    if not TYPE_CHECKING:  # mypy shall still find a misspelled field

        def __getattr__(self, name: str) -> NDArray[np.float64]:
            """A field that was not read before."""
            families = () if name == "_families" else self._families.items()
            for names, make in families:
                if name in names:
                    for field, values in make().items():
                        object.__setattr__(self, field, values)
                    return object.__getattribute__(self, name)
            raise AttributeError(name)
