"""Deals of many accounts as columns, out of the database in one go, no row touched by Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import text

from services.calc.deal_class import class_of
from services.calc.deal_columns import CLASSES, DealColumns, fitting_digits
from services.storage.columnar import FLOAT, SMALL, TIME, WHOLE, read_groups
from services.storage.ledger import DEAL_COLUMNS, deal_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from services.model import Deal

_CASH = "(profit + swap + commission + fee)"
_COLUMNS = {
    "time": TIME,
    "type": SMALL,
    "entry": SMALL,
    "tagged": SMALL,
    "cash": WHOLE,
    "volume": FLOAT,
    "commission": FLOAT,
    "swap": FLOAT,
    "fee": FLOAT,
}
_SORT_MEMORY = text("SET LOCAL work_mem = '256MB'")
_QUERY = f"""
SELECT account_id, time, type, entry, coalesce(array_position(%s::text[], tag), 0) AS tagged,
    {_CASH} * power AS cash, volume, commission, swap, fee
FROM deals JOIN unnest(%s::uuid[], %s::numeric[]) AS given (account_id, power) USING (account_id)
ORDER BY account_id, time, ticket
"""  # noqa: S608 - the names are ours
_SUMS = text(f"""
SELECT account_id, max(scale({_CASH})) AS digits, sum(abs{_CASH}) AS amounts
FROM deals WHERE account_id = ANY(:accounts) GROUP BY account_id
""")  # noqa: S608 - the names are ours
_NAMES = ", ".join(f'"{name}"' for name in DEAL_COLUMNS)
_OTHERS = text(f"""
SELECT account_id, {_NAMES} FROM deals
WHERE account_id = ANY(:accounts) AND (type NOT IN (0, 1) OR tag IS NOT NULL)
ORDER BY account_id, time, ticket
""")  # noqa: S608 - the names are ours


def read_deal_columns(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, DealColumns]:
    """The deals of these accounts that are in the database."""
    sums = connection.execute(_SUMS, {"accounts": list(account_ids)})
    digits = {row.account_id: fitting_digits(row.digits, row.amounts) for row in sums}
    connection.execute(_SORT_MEMORY)
    powers = [10**places for places in digits.values()]
    found = read_groups(connection, _QUERY, (list(CLASSES), list(digits), powers), _COLUMNS)
    nothing = DealColumns.of(())
    read = {account: _deals(found[account], places) for account, places in digits.items()}
    return {account: read.get(account, nothing) for account in account_ids}


def read_other_deals(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, tuple[Deal, ...]]:
    """The deals of these accounts that are no buys and sells, or that a person tagged, by time and ticket."""
    found: dict[UUID, list[Deal]] = {account: [] for account in account_ids}
    for row in connection.execute(_OTHERS, {"accounts": list(account_ids)}):
        found[row[0]].append(deal_of(row[1:]))
    return {account: tuple(deals) for account, deals in found.items()}


def _deals(found: dict[str, NDArray[Any]], digits: int) -> DealColumns:
    types, places = np.unique(found["type"], return_inverse=True)
    by_type = np.array([CLASSES.index(class_of(int(type_))) for type_ in types], dtype=np.int8)
    tagged = found.pop("tagged")
    kind = np.where(tagged > 0, tagged - 1, by_type[places]).astype(np.int8)
    return DealColumns(**found, kind=kind, digits=digits)
