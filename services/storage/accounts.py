"""Accounts in the database: finding, adding, changing, removing."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from services.errors import NotFoundError
from services.model import Account, MarginMode, TradeMode
from services.storage.tables import accounts
from services.storage.timeseries import remove_rollups_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from sqlalchemy import Connection, Row

_COLUMNS = [accounts.c[field.name] for field in fields(Account)]
LOCK_SPACE = 7_401


def _account(row: Row[Any]) -> Account:
    values = row._asdict()
    values["margin_mode"] = MarginMode(values["margin_mode"])
    values["trade_mode"] = TradeMode(values["trade_mode"])
    return Account(**values)


def all_accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account, by name."""
    return tuple(map(_account, connection.execute(select(*_COLUMNS).order_by(accounts.c.name))))


def account_by_id(connection: Connection, account_id: UUID) -> Account:
    """The account; raises NotFoundError."""
    row = connection.execute(select(*_COLUMNS).where(accounts.c.id == account_id)).one_or_none()
    if row is None:
        raise NotFoundError("account", account_id)
    return _account(row)


def find_account(connection: Connection, text: str) -> Account:
    """The account with this UUID, name or login; raises NotFoundError when none or several have it."""
    try:
        return account_by_id(connection, UUID(text))
    except ValueError:
        pass
    found = [
        account for account in all_accounts(connection) if text.casefold() == account.name.casefold()
    ] or [account for account in all_accounts(connection) if text == account.login]
    if len(found) != 1:
        raise NotFoundError("account", text)
    return found[0]


def account_by_login(connection: Connection, login: str, server: str, currency: str) -> Account | None:
    """The account a broker knows by these, if we have it."""
    row = connection.execute(
        select(*_COLUMNS).where(
            accounts.c.login == login, accounts.c.server == server, accounts.c.currency == currency
        )
    ).one_or_none()
    return None if row is None else _account(row)


def account_by_name(connection: Connection, name: str) -> Account | None:
    """The account called *name*, in any case, if we have it."""
    found = select(*_COLUMNS).where(func.lower(accounts.c.name) == name.lower())
    row = connection.execute(found.order_by(accounts.c.name)).first()
    return None if row is None else _account(row)


def name_taken(connection: Connection, name: str) -> bool:
    """Whether an account is called *name*, in any case."""
    return bool(connection.scalar(select(func.count()).where(func.lower(accounts.c.name) == name.lower())))


def free_name(connection: Connection, name: str) -> str:
    """*name*, with a number behind it where another account is called so."""
    free, number = name, 2
    while name_taken(connection, free):
        free, number = f"{name} ({number})", number + 1
    return free


def add_account(connection: Connection, account: Account) -> None:
    """Store a new account."""
    values = {field.name: getattr(account, field.name) for field in fields(Account)}
    values["margin_mode"] = account.margin_mode.value
    values["trade_mode"] = account.trade_mode.value
    connection.execute(insert(accounts).values(values))


def lock_account(connection: Connection, key: str) -> None:
    """Let one transaction at a time write the ledger of *key*; freed at its end."""
    connection.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, func.hashtext(key))))


def ledger_changed(connection: Connection, account_id: UUID, *, opening_balance: Decimal, zone: str) -> None:
    """Note that the ledger of an account is another one now: caches keyed by its version are void."""
    connection.execute(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(
            opening_balance=opening_balance,
            server_zone=zone,
            ledger_version=accounts.c.ledger_version + 1,
        )
    )


def hold_accounts(connection: Connection, account_ids: Collection[UUID]) -> set[UUID]:
    """Those of these accounts that are there, none of which is removed before this transaction ends."""
    found = select(accounts.c.id).where(accounts.c.id.in_(account_ids)).order_by(accounts.c.id)
    return set(connection.scalars(found.with_for_update(read=True, key_share=True)))


def rename_account(connection: Connection, account_id: UUID, name: str) -> None:
    """Call an account *name*."""
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(name=name))


def remove_account(connection: Connection, account_id: UUID) -> None:
    """Remove an account and everything that hangs on it."""
    remove_rollups_of(connection, "id = :account", {"account": account_id})
    connection.execute(delete(accounts).where(accounts.c.id == account_id))


def remove_demo_accounts(connection: Connection) -> int:
    """Remove exactly the demo accounts and everything that hangs on them; how many there were."""
    remove_rollups_of(connection, "is_demo", {})
    return connection.execute(delete(accounts).where(accounts.c.is_demo)).rowcount
