"""What is recorded beside the ledger: imports, account states, the audit log."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql

from services.answers import Figure, ImportRecord
from services.model import AccountState
from services.storage.tables import (
    account_state,
    audit_log,
    imports,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import Connection, Row

_STATE_COLUMNS = [field.name for field in fields(AccountState)]
_RENEWED = ("server_zone", "window_start", "window_end", "residual", "accepted_residual", "opening_balance")
_IMPORT_COLUMNS = [imports.c[field.name] for field in fields(ImportRecord)]


def record_import(connection: Connection, values: dict[str, Any]) -> None:
    """Keep what a file stated and what was computed; the same file again brings its record up to date."""
    statement = postgresql.insert(imports).values(values)
    renewed = {name: values[name] for name in _RENEWED}
    connection.execute(statement.on_conflict_do_update(index_elements=["account_id", "sha256"], set_=renewed))


def is_imported(connection: Connection, account_id: UUID, sha256: str) -> bool:
    """Whether the file has been stored for the account."""
    found = select(imports.c.id).where(imports.c.account_id == account_id, imports.c.sha256 == sha256)
    return connection.execute(found).first() is not None


def figures_to_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Figures as stored."""
    return [asdict(figure) for figure in figures]


def imports_of(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, tuple[ImportRecord, ...]]:
    """The imports of each account, newest first."""
    found: dict[UUID, list[ImportRecord]] = {account: [] for account in account_ids}
    rows = connection.execute(
        select(imports.c.account_id, *_IMPORT_COLUMNS)
        .where(imports.c.account_id.in_(account_ids))
        .order_by(imports.c.imported_at.desc())
    )
    for row in rows:
        found[row.account_id].append(_import_record(row))
    return {account: tuple(kept) for account, kept in found.items()}


def _import_record(row: Row[Any]) -> ImportRecord:
    values = row._asdict()
    values.pop("account_id")
    values["figures"] = tuple(Figure(**figure) for figure in values["figures"])
    values["warnings"] = tuple(values["warnings"])
    return ImportRecord(**values)


def write_state(connection: Connection, account_id: UUID, state: AccountState) -> None:
    """Make this the account's last known state."""
    values = {name: getattr(state, name) for name in _STATE_COLUMNS}
    statement = postgresql.insert(account_state).values(account_id=account_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))


def move_state(connection: Connection, account_id: UUID, amount: Decimal) -> None:
    """Move the last known balance, and the equity on it, by what an earlier statement filled in."""
    moved = update(account_state).where(account_state.c.account_id == account_id)
    table = account_state.c
    connection.execute(moved.values(balance=table.balance + amount, equity=table.equity + amount))


def read_states(connection: Connection) -> dict[UUID, AccountState]:
    """The last known state of every account that has one."""
    rows = connection.execute(
        select(account_state.c.account_id, *(account_state.c[name] for name in _STATE_COLUMNS))
    )
    return {row[0]: AccountState(*row[1:]) for row in map(tuple, rows)}


def read_state(connection: Connection, account_id: UUID) -> AccountState | None:
    """The last known state of an account; None when it has none."""
    found = select(*(account_state.c[name] for name in _STATE_COLUMNS))
    row = connection.execute(found.where(account_state.c.account_id == account_id)).one_or_none()
    return None if row is None else AccountState(*row)


def audit(connection: Connection, actor: str, action: str, subject: str, detail: dict[str, Any]) -> None:
    """Note who did what to which object."""
    connection.execute(insert(audit_log).values(actor=actor, action=action, object=subject, detail=detail))


def audited(connection: Connection, action: str) -> tuple[Row[Any], ...]:
    """What was noted of an action, the oldest first: time, actor, object, detail."""
    table = audit_log.c
    wanted = select(table.time, table.actor, table.object, table.detail).where(table.action == action)
    return tuple(connection.execute(wanted.order_by(table.time, table.id)))
