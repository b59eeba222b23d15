"""Work that waits for others (a terminal, a database), done aside: values and frames never wait for it."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Protocol, TypeVar

from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
PATIENCE_SECONDS = 10.0


class Aside(Protocol):
    """Does one piece of work after the other; what comes of it is handled where `finish` is called."""

    def do(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        otherwise: Callable[[ServiceError], None],
    ) -> None:
        """Do *work*, then *then* with its answer, or *otherwise* with an error of ours."""

    def finish(self) -> None:
        """Handle what has been done by now; an error that is not ours is raised here."""

    def close(self) -> None:
        """Do nothing more."""


class AtOnce:
    """Does the work on the spot."""

    def do(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        otherwise: Callable[[ServiceError], None],
    ) -> None:
        """Do it now."""
        try:
            found = work()
        except ServiceError as error:
            otherwise(error)
            return
        then(found)

    def finish(self) -> None:
        """Nothing is left to handle."""

    def close(self) -> None:
        """Nothing is under way."""


class InThread:
    """Does the work in a thread of its own, in order; *wake* is called in it when something is done."""

    def __init__(self, name: str, wake: Callable[[], None] = lambda: None) -> None:
        self._wake = wake
        self._work: queue.SimpleQueue[Callable[[], Callable[[], None]] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def do(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        otherwise: Callable[[ServiceError], None],
    ) -> None:
        """Queue it."""
        self._work.put(lambda: _tried(work, then, otherwise))

    def finish(self) -> None:
        """Handle what is done, in this thread."""
        while not self._done.empty():
            self._done.get()()

    def close(self) -> None:
        """Wait a while for what is under way; what was queued behind it is done before."""
        self._work.put(None)
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            self._done.put(work())
            self._wake()


def _tried(
    work: Callable[[], Result],
    then: Callable[[Result], None],
    otherwise: Callable[[ServiceError], None],
) -> Callable[[], None]:
    """What is to be handled after the work."""
    try:
        found = work()
    except ServiceError as error:
        failure = error
        return lambda: otherwise(failure)
    except Exception as error:  # noqa: BLE001 - the edge of a thread: raised where it is handled
        return _raiser(error)
    return lambda: then(found)


def _raiser(error: Exception) -> Callable[[], None]:
    def raise_again() -> None:
        raise error

    return raise_again
