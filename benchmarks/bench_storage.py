"""`bench storage`: every part of storage that has figures, each a module `_storage_….py` with `lines()`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import benchmarks

if TYPE_CHECKING:
    from benchmarks._figure import Figure


def run() -> list[Figure]:
    """The figures of every part, in the order of their names."""
    names = sorted(
        found.name for found in iter_modules(benchmarks.__path__) if found.name.startswith("_storage_")
    )
    modules = [import_module(f"benchmarks.{name}") for name in names]
    return [line for module in modules if hasattr(module, "lines") for line in module.lines()]
