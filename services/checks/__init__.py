"""What integrity means: every public module of this package is one kind of check.

A module has `of_record(record)`, which looks at one account freshly read, or `of_store(services)`, which
looks at everything at once, or both; each answers the violations it found.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from services.plugins import public_modules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from services.calc.integrity import Issue
    from services.calc.record import TrackRecord
    from services.container import Services

    RecordCheck = Callable[[TrackRecord], Iterable[Issue]]
    StoreCheck = Callable[[Services], Iterable[Issue]]


def record_checks() -> tuple[RecordCheck, ...]:
    """The checks of one account."""
    return tuple(module.of_record for module in _modules() if hasattr(module, "of_record"))


def store_checks() -> dict[str, StoreCheck]:
    """The checks of everything, by the name of their module."""
    found = {module.__name__.rsplit(".", maxsplit=1)[-1]: module for module in _modules()}
    return {name: module.of_store for name, module in found.items() if hasattr(module, "of_store")}


def _modules() -> list[ModuleType]:
    return [import_module(name) for name in public_modules(__name__)]
