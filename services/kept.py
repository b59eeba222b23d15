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
    """The value of each of the *most* subjects asked for last, for as long as its key stays the same."""

    def __init__(self, most: int) -> None:
        self._most = most
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
            self._values[subject] = key, value
            self._values.move_to_end(subject)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
