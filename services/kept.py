"""Answers kept in memory under keys that change whenever what they were made of changes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The *most* values asked for last; a key must name the version of everything its value stands on."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value under *key*, made when it is not there; two that ask at once may both make it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


class Newest(Generic[Value]):
    """The value of each of the subjects asked for last, for as long as its key stays the same.

    All values together *weigh* at most *most* (each weighs 1 unless told); the last one is always kept.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._values: OrderedDict[Hashable, tuple[Hashable, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, subject: Hashable, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of *subject*, made anew under another *key*; two that ask at once may both make it."""
        with self._lock:
            kept = self._values.get(subject)
            if kept is not None and kept[0] == key:
                self._values.move_to_end(subject)
                return kept[1]
        value = make()
        with self._lock:
            if subject in self._values:
                self._forget(subject)
            self._values[subject] = key, value
            self._weight += self._weigh(value)
            while self._weight > self._most and len(self._values) > 1:
                self._forget(next(iter(self._values)))
        return value

    def holds(self, subject: Hashable, key: Hashable) -> bool:
        """Whether the value of *subject* under this key is here."""
        with self._lock:
            kept = self._values.get(subject)
            return kept is not None and kept[0] == key

    def _forget(self, subject: Hashable) -> None:
        self._weight -= self._weigh(self._values.pop(subject)[1])
