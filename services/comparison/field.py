"""The accounts that are compared, on the same days: returns in fractions of capital, results by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.return_kernel import DailySeries

Key = TypeVar("Key")
LEAST_DAYS = 20
CALENDAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Entrant(Generic[Key]):
    """An account by day: flow-neutral returns, and the day and net result of each closed trade."""

    key: Key
    days: DailySeries
    trade_day: NDArray[np.datetime64]
    trade_net: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Field(Generic[Key]):
    """Entrants on the days they have in common; arrays of shape (days, accounts).

    `gross_profit` and `gross_loss` (positive) are sums of closed trades, each account in its own currency;
    `trades` has the shape (accounts,). `left_out` says of each other account why it is not in.
    """

    keys: tuple[Key, ...]
    day: NDArray[np.datetime64]
    returns: NDArray[np.float64]
    gross_profit: NDArray[np.float64]
    gross_loss: NDArray[np.float64]
    trades: NDArray[np.float64]
    per_year: int
    left_out: dict[Key, str]

    @property
    def years(self) -> float:
        """Calendar time."""
        return (
            (float((self.day[-1] - self.day[0]) / np.timedelta64(1, "D")) + 1) / 365.25
            if self.day.size
            else 0.0
        )


def field_of(entrants: Sequence[Entrant[Key]]) -> Field[Key]:
    """The entrants on the days all of them have.

    One that began so late that it would take more than half of the others' days away is left out, and so is
    one without a day or whose capital was used up.
    """
    left_out = {one.key: "Nothing was recorded in the period." for one in entrants if not one.days.day.size}
    present = [one for one in entrants if one.days.day.size]
    first, last = _common(present)
    for one in present:
        if one.days.day[0] > first or one.days.day[-1] < last:
            span = f"{one.days.day[0]} to {one.days.day[-1]}"
            left_out[one.key] = f"It is known from {span} only, the others from {first} to {last}."
    inside = [one for one in present if one.key not in left_out]
    day = np.arange(first, last + 1) if inside else np.zeros(0, dtype="datetime64[D]")
    columns = [_on(day, one) for one in inside]
    for one, column in zip(inside, columns, strict=True):
        if np.isnan(column).any():
            left_out[one.key] = "Its capital was not positive all the time, so it has no returns."
    kept = [number for number, one in enumerate(inside) if one.key not in left_out]
    inside = [inside[number] for number in kept]
    returns = np.column_stack([columns[number] for number in kept]) if kept else np.zeros((day.size, 0))
    per_year = max((one.days.per_year for one in inside), default=CALENDAR_DAYS)
    if per_year != CALENDAR_DAYS and day.size:
        working = np.is_busday(day)
        day, returns = day[working], returns[working]
    gains, losses, trades = _results(day, inside)
    return Field(tuple(one.key for one in inside), day, returns, gains, losses, trades, per_year, left_out)


def _common(entrants: Sequence[Entrant[Key]]) -> tuple[np.datetime64, np.datetime64]:
    """The first and last day that most have: late beginners and early leavers do not cut the others short."""
    if not entrants:
        nothing = np.datetime64("1970-01-01", "D")
        return nothing, nothing
    starts = np.array([one.days.day[0] for one in entrants])
    ends = np.array([one.days.day[-1] for one in entrants])
    middle = starts.min() + (ends.max() - starts.min()) // 2
    return starts[starts <= middle].max(), ends[ends >= middle].min()


def _on(day: NDArray[np.datetime64], one: Entrant[Key]) -> NDArray[np.float64]:
    """The returns of an entrant on these days; 0 where its own calendar has no such day."""
    found = np.zeros(day.size)
    if day.size:
        at = (one.days.day - day[0]).astype(np.int64)
        inside = (at >= 0) & (at < day.size)
        found[at[inside]] = one.days.returns[inside]
    return found


def _results(
    day: NDArray[np.datetime64], entrants: Sequence[Entrant[Key]]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    gains, losses = (np.zeros((day.size, len(entrants))) for _ in range(2))
    trades = np.zeros(len(entrants))
    for column, one in enumerate(entrants):
        inside = (one.trade_day >= day[0]) & (one.trade_day <= day[-1]) if day.size else np.zeros(0, bool)
        net = one.trade_net[inside] if day.size else one.trade_net[:0]
        at = (
            np.minimum(np.searchsorted(day, one.trade_day[inside]), day.size - 1)
            if day.size
            else np.zeros(0, int)
        )
        trades[column] = net.size
        gains[:, column] = np.bincount(at, weights=np.maximum(net, 0), minlength=day.size)[: day.size]
        losses[:, column] = np.bincount(at, weights=np.maximum(-net, 0), minlength=day.size)[: day.size]
    return gains, losses, trades
