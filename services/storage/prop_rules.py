"""Rule sets of accounts in the database: reading, writing, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql

from services.storage.tables import prop_rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection


class StoredRules(NamedTuple):
    """A rule set as it is stored for an account."""

    account_id: UUID
    name: str
    rules: dict[str, Any]
    assigned_at: datetime


def read_rules(connection: Connection, account_id: UUID | None = None) -> tuple[StoredRules, ...]:
    """The rule sets of an account (of all when none is named), by account and name."""
    table = prop_rules.c
    found = select(table.account_id, table.name, table.rules, table.created_at)
    if account_id is not None:
        found = found.where(table.account_id == account_id)
    rows = connection.execute(found.order_by(table.account_id, table.name))
    return tuple(StoredRules(*row) for row in rows)


def write_rules(connection: Connection, account_id: UUID, name: str, rules: dict[str, Any]) -> None:
    """Assign a rule set, in place of the one of that name."""
    statement = postgresql.insert(prop_rules).values(account_id=account_id, name=name, rules=rules)
    renewed = {"rules": statement.excluded.rules, "created_at": func.now()}
    connection.execute(statement.on_conflict_do_update(index_elements=["account_id", "name"], set_=renewed))


def remove_rules(connection: Connection, account_id: UUID, name: str) -> bool:
    """Remove a rule set from an account; whether it was there."""
    table = prop_rules.c
    gone = delete(prop_rules).where(table.account_id == account_id, table.name == name)
    return connection.execute(gone).rowcount > 0
