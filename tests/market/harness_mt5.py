"""The `mt5` feed beside a stand-in of its terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from services.market._mt5_account import ASK_AGAIN
from tests.market.mt5_desk import Desk

if TYPE_CHECKING:
    from services.feed import FeedBatch


class Mt5Harness:
    """A desk with a position and some deals."""

    steps = 8
    can_die = True

    def __init__(self) -> None:
        self._desk = Desk()
        self._desk.mt5.deposit(1000.0)
        self._desk.mt5.close(self._desk.mt5.open(), 1.0)
        self._desk.mt5.open("USDJPY")
        self.feed = self._desk.feed

    def step(self) -> FeedBatch:
        return self._desk.step()

    def tell_again(self) -> None:
        self._desk.now += ASK_AGAIN

    def kill(self) -> None:
        self._desk.mt5.disconnect(can_start=False)

    def revive(self) -> None:
        self._desk.mt5.can_start = True
        self._desk.now += timedelta(minutes=1)


def open_harness() -> Mt5Harness:
    return Mt5Harness()
