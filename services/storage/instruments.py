"""Symbols of accounts as their files tell them, and what deals are beside trades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql

from services.instrument import DealEvent, EventKind, Instrument
from services.storage.tables import deal_events, instruments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Connection


def read_instruments(
    connection: Connection, account_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Instrument]]:
    """What is known of the symbols of these accounts."""
    found: dict[UUID, dict[str, Instrument]] = {account: {} for account in account_ids}
    table = instruments.c
    columns = (table.account_id, table.symbol, table.asset_class, table.multiplier, table.is_assumed)
    for account, symbol, *told in connection.execute(
        select(*columns).where(table.account_id.in_(account_ids))
    ):
        found[account][symbol] = Instrument(*told)
    return found


def write_instruments(connection: Connection, account_id: UUID, found: Mapping[str, Instrument]) -> None:
    """Make these what is known of symbols of an account."""
    rows = [
        {
            "account_id": account_id,
            "symbol": symbol,
            "asset_class": told.asset_class,
            "multiplier": told.multiplier,
            "is_assumed": told.is_assumed,
        }
        for symbol, told in found.items()
    ]
    if not rows:
        return
    statement = postgresql.insert(instruments)
    renewed = {name: statement.excluded[name] for name in ("asset_class", "multiplier", "is_assumed")}
    key = ["account_id", "symbol"]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=renewed), rows)


def read_events(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, dict[int, DealEvent]]:
    """The deals of these accounts that are no plain trades, by ticket."""
    found: dict[UUID, dict[int, DealEvent]] = {account: {} for account in account_ids}
    table = deal_events.c
    columns = (table.account_id, table.ticket, table.kind, table.ratio, table.settles, table.lot)
    for account, ticket, kind, *rest in connection.execute(
        select(*columns).where(table.account_id.in_(account_ids))
    ):
        found[account][ticket] = DealEvent(EventKind(kind), *rest)
    return found


def write_events(connection: Connection, account_id: UUID, found: Mapping[int, DealEvent]) -> None:
    """Note what deals of an account are, in place of what was noted of the same tickets."""
    rows = [
        {
            "account_id": account_id,
            "ticket": ticket,
            "kind": event.kind.value,
            "ratio": event.ratio,
            "settles": event.settles,
            "lot": event.lot,
        }
        for ticket, event in found.items()
    ]
    if not rows:
        return
    statement = postgresql.insert(deal_events)
    renewed = {name: statement.excluded[name] for name in ("kind", "ratio", "settles", "lot")}
    key = ["account_id", "ticket"]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=renewed), rows)
