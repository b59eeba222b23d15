"""The list of archive files: which rows each holds, how far it is proven, whether its rows have left."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, insert, select, update

from services.storage.tables import accounts, archives

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row

EXPORTED, VERIFIED, PURGED = "exported", "verified", "purged"


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive file: rows of a table, account (None: of no account) and UTC month.

    `state` is exported, verified (proven equal to the rows it was made of) or purged (those rows have left).
    """

    id: UUID
    account_id: UUID | None
    table_name: str
    month: date
    state: str
    path: str
    sha256: str
    manifest: dict[str, Any]
    manifest_sha256: str
    previous_sha256: str
    records: int
    bytes: int
    verified_at: datetime | None
    purged_at: datetime | None


_COLUMNS = [archives.c[field.name] for field in fields(Archive)]
_NUMBER = archives.c.manifest["number"].astext.cast(Integer)


def _archive(row: Row[Any]) -> Archive:
    return Archive(**row._asdict())


def all_archives(connection: Connection) -> tuple[Archive, ...]:
    """Every archive, by account in the order they were made."""
    rows = connection.execute(select(*_COLUMNS).order_by(archives.c.account_id, _NUMBER))
    return tuple(map(_archive, rows))


def archives_of(connection: Connection, account_id: UUID | None) -> tuple[Archive, ...]:
    """The archives of one account, in the order they were made."""
    return tuple(
        map(_archive, connection.execute(select(*_COLUMNS).where(_owner(account_id)).order_by(_NUMBER)))
    )


def archives_of_month(
    connection: Connection, account_id: UUID | None, table_name: str, month: date
) -> tuple[Archive, ...]:
    """The archives of one table, account and month, in the order they were made."""
    chosen = and_(_owner(account_id), archives.c.table_name == table_name, archives.c.month == month)
    return tuple(map(_archive, connection.execute(select(*_COLUMNS).where(chosen).order_by(_NUMBER))))


def purged_archives(connection: Connection, account_id: UUID, table_name: str) -> tuple[Archive, ...]:
    """The archives whose rows have left the table, in the order they were made."""
    chosen = and_(_owner(account_id), archives.c.table_name == table_name, archives.c.state == PURGED)
    return tuple(map(_archive, connection.execute(select(*_COLUMNS).where(chosen).order_by(_NUMBER))))


def accounts_with_purged(connection: Connection, tables: Sequence[str]) -> set[UUID]:
    """The accounts of which rows have left any of these tables."""
    chosen = and_(archives.c.table_name.in_(tables), archives.c.state == PURGED)
    found = connection.scalars(select(archives.c.account_id).distinct().where(chosen))
    return {account for account in found if account is not None}


def add_archive(connection: Connection, archive: Archive) -> bool:
    """List a new archive; False when its account is gone by now."""
    if archive.account_id is not None:
        found = select(accounts.c.id).where(accounts.c.id == archive.account_id)
        if connection.execute(found.with_for_update(key_share=True)).first() is None:
            return False
    values = {field.name: getattr(archive, field.name) for field in fields(Archive)}
    connection.execute(insert(archives).values(values))
    return True


def mark_verified(connection: Connection, archive_id: UUID, time: datetime) -> None:
    """Note that the file was read again and holds the rows it was made of."""
    found = update(archives).where(archives.c.id == archive_id)
    connection.execute(found.values(state=VERIFIED, verified_at=time))


def mark_purged(connection: Connection, archive_id: UUID, time: datetime) -> None:
    """Note that the rows have left the database."""
    found = update(archives).where(archives.c.id == archive_id)
    connection.execute(found.values(state=PURGED, purged_at=time))


def mark_recalled(connection: Connection, archive_id: UUID) -> None:
    """Note that the rows are in the database again."""
    found = update(archives).where(archives.c.id == archive_id)
    connection.execute(found.values(state=VERIFIED, purged_at=None))


def _owner(account_id: UUID | None) -> Any:  # noqa: ANN401 - a clause
    return archives.c.account_id.is_(None) if account_id is None else archives.c.account_id == account_id


def newest_number(connection: Connection, account_id: UUID | None) -> tuple[int, str]:
    """The number and the manifest's hash of the account's last archive; 0 and nothing before the first."""
    found = select(_NUMBER, archives.c.manifest_sha256).where(_owner(account_id)).order_by(_NUMBER.desc())
    row = connection.execute(found.limit(1)).one_or_none()
    return (0, "") if row is None else (row[0], row[1])
