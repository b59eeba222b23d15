"""Groups of accounts: named sets, of which an account may be in several; every change is audited."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.errors import InvalidInputError, NotFoundError
from services.storage import accounts as accounts_table
from services.storage import groups as groups_table
from services.storage import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from services.model import Group
    from services.storage.engine import Database

LONGEST_NAME = 80
RESERVED = "all"  # the address of all accounts together


class Groups:
    """Lists, makes, changes and removes groups; their accounts stay as they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Group, ...]:
        """Every group, by name."""
        with self._database.read() as connection:
            return groups_table.all_groups(connection)

    def find(self, text: str) -> Group:
        """The group with this UUID or name; raises NotFoundError."""
        wanted = text.strip().casefold()
        for group in self.all():
            if wanted in (str(group.id), group.name.casefold()):
                return group
        raise NotFoundError("group", text)

    def make(self, name: str, accounts: Sequence[UUID], *, actor: str = "user") -> Group:
        """A new group; raises InvalidInputError for an empty or taken name or no accounts, NotFoundError."""
        with self._database.begin() as connection:
            groups_table.lock_groups(connection)
            clean = _free_name(connection, name)
            members = _members(connection, accounts)
            group_id = groups_table.add_group(connection, clean)
            groups_table.set_members(connection, group_id, members)
            detail = {"accounts": [str(member) for member in members]}
            records.audit(connection, actor, "make_group", clean, detail)
            return groups_table.group_by_id(connection, group_id)

    def change(
        self,
        group_id: UUID,
        *,
        name: str | None = None,
        accounts: Sequence[UUID] | None = None,
        actor: str = "user",
    ) -> Group:
        """Give a group another *name*, or other *accounts*, or both; raises as `make` does."""
        with self._database.begin() as connection:
            groups_table.lock_groups(connection)
            group = groups_table.group_by_id(connection, group_id)
            if name is not None:
                clean = _free_name(connection, name, group)
                groups_table.rename_group(connection, group_id, clean)
                records.audit(connection, actor, "rename_group", group.name, {"name": clean})
            if accounts is not None:
                members = _members(connection, accounts)
                groups_table.set_members(connection, group_id, members)
                detail = {"accounts": [str(member) for member in members]}
                records.audit(connection, actor, "set_group", group.name, detail)
            return groups_table.group_by_id(connection, group_id)

    def remove(self, group_id: UUID, *, actor: str = "user") -> Group:
        """Remove a group and answer what it was; its accounts stay. Raises NotFoundError."""
        with self._database.begin() as connection:
            groups_table.lock_groups(connection)
            group = groups_table.group_by_id(connection, group_id)
            groups_table.remove_group(connection, group_id)
            detail = {"accounts": [str(member) for member in group.accounts]}
            records.audit(connection, actor, "remove_group", group.name, detail)
        return group


def _free_name(connection: Connection, name: str, group: Group | None = None) -> str:
    """The name without needless spaces; raises InvalidInputError where it cannot be given."""
    clean = " ".join(name.replace("\0", "").split())
    if not clean:
        raise InvalidInputError("A group needs a name.")
    if len(clean) > LONGEST_NAME:
        raise InvalidInputError(f"A group's name has at most {LONGEST_NAME} characters.")
    if clean.casefold() == RESERVED or _is_uuid(clean):
        raise InvalidInputError(f"A group cannot be called {clean!r}; that stands for something else.")
    for other in groups_table.all_groups(connection):
        is_other = group is None or other.id != group.id
        if is_other and other.name.casefold() == clean.casefold():
            raise InvalidInputError(f"Another group is called {other.name!r} already.")
    return clean


def _members(connection: Connection, accounts: Sequence[UUID]) -> tuple[UUID, ...]:
    """The accounts, each once; raises InvalidInputError for none, NotFoundError for an unknown one."""
    if not accounts:
        raise InvalidInputError("A group needs an account; remove the group instead of emptying it.")
    known = {account.id for account in accounts_table.all_accounts(connection)}
    missing = [account for account in accounts if account not in known]
    if missing:
        raise NotFoundError("account", missing[0])
    return tuple(dict.fromkeys(accounts))


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
