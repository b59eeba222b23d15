"""Ledgers kept as columns are those of the rows they were read from."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.calc.integrity import Issue
from services.storage.kept_columns import read_kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.container import Services

AGAIN = "`verify --repair` makes them again from the rows."


def of_store(services: Services) -> Iterator[Issue]:
    """Accounts whose kept columns differ from their rows."""
    for account in services.performance.accounts():
        with services.database.read() as connection:
            kept = read_kept(connection, {account.id: account.ledger_version}).get(account.id)
        if kept is None:
            continue
        record = services.performance.fresh(account.id)
        if record.account.ledger_version != account.ledger_version:
            continue
        read = record.ledger.deals, record.ledger.trades, record.ledger.others
        if not _alike(kept, read):
            yield Issue(account.name, "columns", "The ledger kept as columns is not that of its rows.", AGAIN)


def _alike(one: object, other: object) -> bool:
    """Whether two values, or everything in them, are the same."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind in "fM")
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if is_dataclass(one) and type(one) is type(other):
        return all(_alike(getattr(one, name.name), getattr(other, name.name)) for name in fields(one))
    return one == other
