"""The first stop of each position: kept when it is first known, never moved afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert

from services.storage.tables import position_stops

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import Connection


def keep_stops(connection: Connection, account_id: UUID, stops: Mapping[int, Decimal]) -> None:
    """Keep the stops by position id; one that is known stays as it is."""
    rows = [{"account_id": account_id, "position_id": key, "stop": stop} for key, stop in stops.items()]
    if rows:
        connection.execute(insert(position_stops).on_conflict_do_nothing(), rows)
