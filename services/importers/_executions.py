"""Executions as CSV rows: columns by name, numbers and dates by what the whole column says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._execution_columns import side_of
from services.importers._execution_costs import as_costs
from services.importers._execution_deals import stated_deal
from services.importers._execution_events import read_events
from services.importers._execution_instruments import instruments_of
from services.importers._execution_numbers import read_numbers
from services.importers._execution_order import places_of
from services.importers._execution_repeats import without_repeats
from services.importers._execution_table import Rows, header_index, read_table
from services.importers._execution_times import read_days, read_times
from services.instrument import DealEvent, EventKind
from services.statement import StatedAccount, Statement, StatementKind

if TYPE_CHECKING:
    from services.importers._execution_table import Table
    from services.importers._grid import Grid
    from services.model import Side

_TRADES = (EventKind.TRADE, EventKind.DELIVERED)


def is_executions(grid: Grid) -> bool:
    """Whether *grid* has enough known column names in one of its first rows."""
    return header_index(grid) is not None


def read_executions(grid: Grid, name: str) -> tuple[Statement, ...]:
    """One statement per account in *grid*; *name* is the format's."""
    table = read_table(grid)
    warnings = [f"Columns that were not used: {', '.join(table.extra)}."] if table.extra else []
    events = read_events(table)
    times, are_utc = read_times(table.numbers, table.columns["time"])
    numbers = read_numbers(table.numbers, table.columns, _optional(events))
    for cost in ("commission", "fee"):
        numbers[cost] = as_costs(cost, numbers[cost], warnings)
    sides = _sides(table, events)
    settles = read_days(table.numbers, table.column("settles"), table.columns["time"])
    table.filled("symbol")
    by_account: dict[str, list[int]] = {}
    for index, account in enumerate(table.filled("account")):
        by_account.setdefault(account, []).append(index)
    rows = Rows(table, times, numbers, sides, events, settles, places_of(table, times, events))
    return tuple(
        _statement(account, indexes, rows, name, tuple(warnings), are_utc=are_utc)
        for account, indexes in by_account.items()
    )


def _optional(events: list[EventKind]) -> dict[str, frozenset[int]]:
    """The lines that may do without a quantity (splits) or a price (all that are no trades)."""
    return {
        "quantity": frozenset(index for index, event in enumerate(events) if event is EventKind.SPLIT),
        "price": frozenset(index for index, event in enumerate(events) if event not in _TRADES),
    }


def _sides(table: Table, events: list[EventKind]) -> list[Side | None]:
    """The side of each line; what only closes or splits needs none, since the ledger knows what is held."""
    named = zip(table.columns["side"], table.numbers, events, strict=True)
    return [side_of(text, line) if event in _TRADES else None for text, line, event in named]


def _statement(
    account: str, indexes: list[int], rows: Rows, name: str, warnings: tuple[str, ...], *, are_utc: bool
) -> Statement:
    seen: Counter[str] = Counter()
    notes: list[str] = list(warnings)
    indexes = without_repeats(indexes, rows.table, notes)
    instruments = instruments_of(indexes, rows, notes)
    stated = [stated_deal(account, index, rows, seen, are_utc=are_utc) for index in indexes]
    return Statement(
        format=name,
        kind=StatementKind.EXECUTIONS,
        account=StatedAccount(login=account, currency=_currency(account, indexes, rows, notes)),
        deals=tuple(row for row, _ in stated),
        times_are_utc=are_utc,
        needs_netting=True,
        warnings=tuple(notes),
        instruments=instruments,
        events={row.deal.ticket: event for row, event in stated if event != DealEvent()},
    )


def _currency(account: str, indexes: list[int], rows: Rows, notes: list[str]) -> str:
    found = sorted({rows.text("currency", index).upper() for index in indexes} - {""})
    if len(found) > 1:
        raise UnreadableFileError(
            f"The account {account!r} has executions in {' and '.join(found)}; import one each."
        )
    if not found:
        notes.append(f"The file names no currency for the account {account!r}; USD is assumed.")
        return ""
    return found[0]
