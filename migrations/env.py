"""Runs the revisions on the connection that `services.storage.migrate` or the command line hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from services.storage.migrate import is_ours
from services.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection


def run(connection: Connection) -> None:
    """Run what was asked for in the caller's transaction."""
    context.configure(connection=connection, target_metadata=metadata, include_object=is_ours)
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Take the caller's connection, or open one on the configured database."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        run(connection)
        return
    from services.container import build  # noqa: PLC0415 - only for `alembic` on the command line
    from services.settings import load  # noqa: PLC0415

    services = build(load())
    try:
        with services.database.begin() as opened:
            run(opened)
    finally:
        services.close()


main()
