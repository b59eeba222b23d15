"""What comes first among executions of one instant: files tell seconds or days, with many fills in one."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from services.instrument import EventKind

if TYPE_CHECKING:
    from datetime import datetime

    from services.importers._execution_table import Table

_TRADES = (EventKind.TRADE, EventKind.DELIVERED)
Name = tuple[int, str]


def places_of(table: Table, times: list[datetime], events: list[EventKind]) -> dict[int, int]:
    """How many lines of the same symbol and instant come before each line; without those that are the first.

    The file's order counts, and the other way round in one that begins with the newest; in a file that is
    sorted neither way the ids of orders and executions do.
    """
    symbols: dict[str, list[int]] = defaultdict(list)
    for index, symbol in enumerate(table.columns["symbol"]):
        symbols[symbol].append(index)
    places: dict[int, int] = {}
    for lines in symbols.values():
        if len({times[index] for index in lines}) == len(lines):
            continue
        ordered = _as_they_happened(lines, times, table)
        ordered.sort(key=lambda index: (times[index], _kind(events[index])))
        for _, same in groupby(ordered, key=times.__getitem__):
            places |= {index: place for place, index in enumerate(same) if place}
    return places


def _as_they_happened(lines: list[int], times: list[datetime], table: Table) -> list[int]:
    of_accounts: dict[str, list[datetime]] = defaultdict(list)
    for index in lines:
        of_accounts[table.columns["account"][index]].append(times[index])
    if all(one <= two for known in of_accounts.values() for one, two in pairwise(known)):
        return lines
    if all(one >= two for known in of_accounts.values() for one, two in pairwise(known)):
        return lines[::-1]
    orders, executions = table.column("order_id"), table.column("exec_id")
    return sorted(lines, key=lambda index: (_name(orders[index]), _name(executions[index])))


def _name(text: str) -> Name:
    """An id as it is counted: 9 before 10."""
    return len(text), text


def _kind(event: EventKind) -> int:
    """Of one instant splits come first, ends of options last."""
    if event is EventKind.SPLIT:
        return 0
    return 1 if event in _TRADES else 2
