"""The one taxpayer of the product: what is said of him, and how often it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql

from services.storage.tables import tax_profile

if TYPE_CHECKING:
    from sqlalchemy import Connection

ONE = 1
LOCK_SPACE = 7_403


def lock_profile(connection: Connection) -> None:
    """Let one transaction at a time change the profile; freed at its end."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE)))


def read_profile(connection: Connection) -> tuple[dict[str, Any], int]:
    """What was said, and its version; nothing and 0 before anything was."""
    table = tax_profile.c
    row = connection.execute(select(table.profile, table.version)).one_or_none()
    return ({}, 0) if row is None else (row.profile, row.version)


def write_profile(connection: Connection, profile: dict[str, Any], version: int) -> None:
    """Make this what is said of the taxpayer."""
    values = {"version": version, "profile": profile, "changed_at": func.now()}
    statement = postgresql.insert(tax_profile).values(id=ONE, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
