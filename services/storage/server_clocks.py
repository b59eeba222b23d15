"""What was found of the clocks of brokers' servers, with its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from services.feed import ServerClock
from services.storage.tables import server_clocks

if TYPE_CHECKING:
    from sqlalchemy import Connection


def keep(connection: Connection, server: str, clock: ServerClock) -> None:
    """Add what was found of a server's clock; what is known already stays as it is."""
    values = {
        "server": server,
        "since": clock.since,
        "zone": clock.zone,
        "offset_minutes": clock.offset_minutes,
    }
    connection.execute(postgresql.insert(server_clocks).values(values).on_conflict_do_nothing())


def read(connection: Connection, server: str) -> tuple[ServerClock, ...]:
    """What was found of a server's clock, oldest first."""
    table = server_clocks.c
    found = select(table.since, table.zone, table.offset_minutes).where(table.server == server)
    return tuple(ServerClock(*row) for row in map(tuple, connection.execute(found.order_by(table.since))))
