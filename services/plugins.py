"""The registry behind every drop-in folder: one new file is found and used, nothing else is edited."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from services.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Named(Protocol):
    """A plug-in: whatever has a name."""

    @property
    def name(self) -> str:
        """The name it is asked for by."""


FEW = 24  # names that a sentence can list
T = TypeVar("T", bound=Named)


def public_modules(package: str) -> Iterator[str]:
    """Full names of the modules of *package* that do not start with an underscore, by name."""
    path = import_module(package).__path__
    for module in sorted(pkgutil.iter_modules(path), key=lambda item: item.name):
        if not module.name.startswith("_"):
            yield f"{package}.{module.name}"


class Registry(Generic[T]):
    """Plug-ins of one package by name; its public modules are imported on first use."""

    def __init__(self, package: str, kind: str) -> None:
        self._package = package
        self._kind = kind
        self._items: dict[str, T] = {}
        self._loaded = False
        self._loading = RLock()

    def add(self, item: T) -> T:
        """Register *item*; raises ValueError when its name is taken."""
        if item.name in self._items:
            raise ValueError(f"Two of kind {self._kind} are named {item.name!r}.")
        self._items[item.name] = item
        return item

    def all(self) -> tuple[T, ...]:
        """Every plug-in, by name."""
        self._load()
        return tuple(self._items[name] for name in sorted(self._items))

    def get(self, name: str) -> T:
        """The plug-in called *name*; raises NotFoundError."""
        self._load()
        if name not in self._items:
            raise NotFoundError(self._kind, name, sorted(self._items) if len(self._items) <= FEW else ())
        return self._items[name]

    def _load(self) -> None:
        if self._loaded:
            return
        with self._loading:
            for module in public_modules(self._package):
                import_module(module)
            self._loaded = True
