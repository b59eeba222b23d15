"""What the lines of an execution file are beside trades: ends of options, and splits with their ratio."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._execution_columns import is_option, word_of
from services.importers._synonyms import EVENTS
from services.instrument import EventKind

if TYPE_CHECKING:
    from services.importers._execution_table import Table

_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*(?::|/|for|-for-|to)\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_DELIVERED = (EventKind.EXERCISE, EventKind.ASSIGNMENT)


def read_events(table: Table) -> list[EventKind]:
    """What each line is, by the column event or by a side that names one; raises UnreadableFileError.

    A line of shares that says "exercised" or "assigned" is the shares that an option delivered.
    """
    named = zip(
        table.column("event"),
        table.columns["side"],
        table.column("asset_class"),
        table.columns["symbol"],
        table.numbers,
        strict=True,
    )
    return [
        _delivered(_event(event, side, line), asset_class, symbol)
        for event, side, asset_class, symbol, line in named
    ]


def _event(text: str, side: str, line: int) -> EventKind:
    if not text:
        return EVENTS.get(word_of(side), EventKind.TRADE)
    found = EVENTS.get(word_of(text))
    if found is None:
        raise UnreadableFileError(
            f"Line {line}, column event: {text[:40]!r} is none of trade, expired, exercised, assigned, split."
        )
    return found


def _delivered(event: EventKind, asset_class: str, symbol: str) -> EventKind:
    if event in _DELIVERED and not is_option(asset_class, symbol):
        return EventKind.DELIVERED
    return event


def ratio_of(text: str, line: int) -> Decimal:
    """How many new units stand for one; raises UnreadableFileError.

    >>> ratio_of("2:1", 1), ratio_of("1 for 10", 1), ratio_of("1.5", 1)
    (Decimal('2'), Decimal('0.1'), Decimal('1.5'))
    """
    found = _RATIO.fullmatch(text.strip())
    try:
        new, old = (Decimal(found[1]), Decimal(found[2])) if found else (Decimal(text.strip()), Decimal(1))
        if new.is_finite() and new > 0 and old > 0:
            return new / old
    except InvalidOperation:
        pass
    raise UnreadableFileError(
        f"Line {line}, column ratio: {text[:40]!r} is no ratio of a split; write 2:1 or 1:10."
    )
