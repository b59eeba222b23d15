"""What agents have pushed and nobody has booked yet: a queue in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, func, insert, select

from services.errors import InvalidInputError, UnavailableError
from services.feed_json import as_json, from_json
from services.storage.tables import accounts, deals, pushed_batches

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from services.feed import FeedBatch

MOST_WAITING = 5_000

_log = structlog.get_logger(__name__)


def put(connection: Connection, login: str, server: str, batch: FeedBatch) -> int:
    """Queue a batch of one account and say its number; raises UnavailableError while the queue is full."""
    if count(connection) >= MOST_WAITING:
        raise UnavailableError("Too much that was pushed waits to be booked; send it again later.")
    values = {"login": login, "server": server, "batch": as_json(batch)}
    statement = insert(pushed_batches).values(values).returning(pushed_batches.c.id)
    return int(connection.execute(statement).scalar_one())


def take(connection: Connection, limit: int) -> tuple[FeedBatch, ...]:
    """The oldest batches, at most *limit*, off the queue once the caller's transaction is committed.

    A rollback puts them back; those that another transaction is taking are left to it. What an older version
    wrote and this one cannot read is logged and dropped, so that it never stops the queue.
    """
    queue = pushed_batches
    oldest = select(queue.c.id).order_by(queue.c.id).limit(limit).with_for_update(skip_locked=True)
    picked = oldest.cte("picked")
    taking = delete(queue).where(queue.c.id == picked.c.id).returning(queue.c.id, queue.c.batch)
    found = []
    for number, value in sorted(map(tuple, connection.execute(taking)), key=lambda row: row[0]):
        try:
            found.append(from_json(value))
        except InvalidInputError as error:
            _log.warning("pushed_batch_dropped", id=number, reason=str(error))
    return tuple(found)


def count(connection: Connection) -> int:
    """How many batches wait."""
    return connection.scalar(select(func.count()).select_from(pushed_batches)) or 0


def oldest(connection: Connection) -> datetime | None:
    """When the batch that waits longest came; None when none waits."""
    found: datetime | None = connection.scalar(select(func.min(pushed_batches.c.received_at)))
    return found


def newest_deal(connection: Connection, login: str, server: str) -> datetime | None:
    """The server's time (naive) of the newest booked deal of an account; None when none is."""
    statement = (
        select(func.max(deals.c.server_time))
        .join_from(accounts, deals, deals.c.account_id == accounts.c.id)
        .where(accounts.c.login == login, accounts.c.server == server)
    )
    found: datetime | None = connection.scalar(statement)
    return found
