"""What a reader meets in a component: its words, its classes, its attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def parts(component: Any) -> Iterator[Any]:
    """The component and everything inside it."""
    if isinstance(component, (list, tuple)):
        for item in component:
            yield from parts(item)
        return
    yield component
    children = getattr(component, "children", None)
    if children is not None:
        yield from parts(children)


def words(component: Any) -> str:
    """Its text, in order."""
    return " ".join(str(part) for part in parts(component) if isinstance(part, (str, int, float)))


def named(component: Any, kind: str) -> list[Any]:
    """The parts of a kind, such as `Button`."""
    return [part for part in parts(component) if type(part).__name__ == kind]


def looks(component: Any) -> set[str]:
    """Every class name in it."""
    return {name for part in parts(component) for name in (getattr(part, "className", "") or "").split()}
