"""Stored statements that did not add up: what they left open, and what the ledger explains since."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from services.calc.server_zone import server_zone
from services.model import ZERO
from services.storage.tables import imports

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class _LeftOpen:
    """A stored statement that did not add up; *end* is by its server's clock, naive."""

    id: UUID
    end: datetime
    stated: Decimal | None
    residual: Decimal


def accepted_before(connection: Connection, account_id: UUID, end: datetime) -> Decimal:
    """What stored statements that end before the server's time *end* left open, together."""
    return sum((kept.residual for kept in _left_open(connection, account_id) if kept.end < end), ZERO)


def settle(connection: Connection, account_id: UUID, balance_at: Callable[[datetime], Decimal]) -> None:
    """Mark stored statements whose stated balance the ledger now reaches as reconciled.

    *balance_at* is the ledger's balance at a server's time; residuals that were accepted earlier stay.
    """
    open_before = ZERO
    for kept in _left_open(connection, account_id):
        if kept.stated == balance_at(kept.end) + open_before:
            settled = update(imports).where(imports.c.id == kept.id)
            connection.execute(settled.values(residual=ZERO, accepted_residual=False))
        else:
            open_before += kept.residual


def _left_open(connection: Connection, account_id: UUID) -> list[_LeftOpen]:
    rows = connection.execute(
        select(imports).where(
            imports.c.account_id == account_id, imports.c.residual != 0, imports.c.window_end.is_not(None)
        )
    )
    found = [
        _LeftOpen(
            row.id,
            server_zone(row.server_zone).to_server(row.window_end),
            row.stated_balance,
            row.residual,
        )
        for row in rows
    ]
    return sorted(found, key=attrgetter("end"))
