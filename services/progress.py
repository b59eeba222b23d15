"""How far a long piece of work is, told to whoever watches it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Progress: TypeAlias = "Callable[[int, int, str], None]"


def unwatched(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


_watch: ContextVar[Progress] = ContextVar("progress", default=unwatched)


def report(done: int, total: int, what: str) -> None:
    """Say that *done* of *total* steps are over, and which one is next."""
    _watch.get()(done, total, what)


@contextmanager
def watched(watch: Progress) -> Iterator[None]:
    """Within the block *watch* is told what is reported."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)
