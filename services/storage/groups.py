"""Groups of accounts in the database: reading, adding, changing, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from services.errors import NotFoundError
from services.model import Group
from services.storage.tables import account_group_members as members
from services.storage.tables import account_groups as groups
from services.storage.tables import accounts

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import Connection

LOCK_SPACE = 7_402


def all_groups(connection: Connection) -> tuple[Group, ...]:
    """Every group by name, its accounts by theirs."""
    rows = connection.execute(
        select(groups.c.id, groups.c.name, members.c.account_id)
        .select_from(groups)
        .outerjoin(members, members.c.group_id == groups.c.id)
        .outerjoin(accounts, accounts.c.id == members.c.account_id)
        .order_by(func.lower(groups.c.name), groups.c.name, accounts.c.name)
    )
    found: dict[UUID, tuple[str, list[UUID]]] = {}
    for group_id, name, account_id in rows:
        found.setdefault(group_id, (name, []))[1].extend([account_id] if account_id else [])
    return tuple(Group(group_id, name, tuple(accounts)) for group_id, (name, accounts) in found.items())


def group_by_id(connection: Connection, group_id: UUID) -> Group:
    """The group; raises NotFoundError."""
    found = next((group for group in all_groups(connection) if group.id == group_id), None)
    if found is None:
        raise NotFoundError("group", group_id)
    return found


def lock_groups(connection: Connection) -> None:
    """Let one transaction at a time change groups; freed at its end."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE)))


def add_group(connection: Connection, name: str) -> UUID:
    """Store a group without accounts; its id."""
    added: UUID = connection.execute(insert(groups).values(name=name).returning(groups.c.id)).scalar_one()
    return added


def rename_group(connection: Connection, group_id: UUID, name: str) -> None:
    """Call a group *name*."""
    connection.execute(update(groups).where(groups.c.id == group_id).values(name=name))


def set_members(connection: Connection, group_id: UUID, account_ids: Collection[UUID]) -> None:
    """Let exactly these accounts be in a group."""
    connection.execute(delete(members).where(members.c.group_id == group_id))
    rows = [{"group_id": group_id, "account_id": account_id} for account_id in account_ids]
    connection.execute(insert(members), rows)


def remove_group(connection: Connection, group_id: UUID) -> None:
    """Remove a group; its accounts stay."""
    connection.execute(delete(groups).where(groups.c.id == group_id))
