"""The deals ledger and what is derived from it: idempotent upserts that keep every replaced version."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, text

from services.model import ClosedTrade, Deal, DealClass, DealEntry, Position, Side
from services.storage.engine import copy_rows
from services.storage.tables import accounts, deals, positions, trade_performance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, TextClause

DEAL_COLUMNS = [field.name for field in fields(Deal)]
_BOOKED_COLUMNS = [name for name in DEAL_COLUMNS if name not in ("ticket", "tag")]
TRADE_COLUMNS = [field.name for field in fields(ClosedTrade)]
_POSITION_COLUMNS = [field.name for field in fields(Position)]

_KEEP_TAGGED = """
    INSERT INTO deal_versions (account_id, ticket, reason, deal)
    SELECT account_id, ticket, :reason, to_jsonb(d) FROM deals d
    WHERE account_id = :account AND ticket = :ticket AND tag IS DISTINCT FROM :tag
"""
_SET_TAG = "UPDATE deals SET tag = :tag WHERE account_id = :account AND ticket = :ticket"


def _quoted(names: Iterable[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def upsert_deals(
    connection: Connection, account_id: UUID, new: Sequence[Deal], *, reason: str
) -> tuple[int, int]:
    """Write deals by ticket; the numbers of new and of changed ones.

    A changed deal's old version goes to `deal_versions` with the *reason*. The person's tag is kept. Writing
    the same deals again changes nothing.
    """
    connection.execute(text("CREATE TEMPORARY TABLE incoming (LIKE deals) ON COMMIT DROP"))
    copy_rows(connection, "incoming", ["account_id", *DEAL_COLUMNS], _deal_rows(account_id, new))
    changed = connection.execute(_keep_versions(), {"reason": reason}).rowcount
    if changed:
        connection.execute(_update_changed())
    added = connection.execute(_insert_new()).rowcount
    connection.execute(text("DROP TABLE incoming"))
    return added, changed


def _deal_rows(account_id: UUID, new: Sequence[Deal]) -> Iterable[tuple[Any, ...]]:
    for deal in new:
        yield (
            account_id,
            deal.ticket,
            deal.time,
            deal.server_time,
            deal.type,
            int(deal.entry),
            deal.order,
            deal.position_id,
            deal.symbol,
            deal.volume,
            deal.price,
            deal.commission,
            deal.swap,
            deal.profit,
            deal.fee,
            deal.magic,
            deal.reason,
            deal.comment,
            deal.external_id,
            deal.place,
            None if deal.tag is None else deal.tag.value,
        )


def _differs() -> str:
    return f"({_quoted(_BOOKED_COLUMNS, 'd.')}) IS DISTINCT FROM ({_quoted(_BOOKED_COLUMNS, 'i.')})"


def _keep_versions() -> TextClause:
    return text(
        "INSERT INTO deal_versions (account_id, ticket, reason, deal)"  # noqa: S608 - column names are ours
        " SELECT d.account_id, d.ticket, :reason, to_jsonb(d) FROM deals d JOIN incoming i"
        f" USING (account_id, ticket) WHERE {_differs()}"
    )


def _update_changed() -> TextClause:
    assignments = ", ".join(f'"{name}" = i."{name}"' for name in _BOOKED_COLUMNS)
    return text(
        f"UPDATE deals d SET {assignments} FROM incoming i"  # noqa: S608 - column names are ours
        f" WHERE d.account_id = i.account_id AND d.ticket = i.ticket AND {_differs()}"
    )


def _insert_new() -> TextClause:
    names = _quoted(["account_id", *DEAL_COLUMNS])
    return text(
        f"INSERT INTO deals ({names}) SELECT {names} FROM incoming ON CONFLICT (account_id, ticket) DO NOTHING"  # noqa: S608, E501 - column names are ours
    )


def read_deals(connection: Connection, account_id: UUID) -> tuple[Deal, ...]:
    """Every deal of an account, by time, place and ticket."""
    rows = connection.execute(
        select(*(deals.c[name] for name in DEAL_COLUMNS))
        .where(deals.c.account_id == account_id)
        .order_by(deals.c.time, deals.c.place, deals.c.ticket)
    )
    return tuple(map(deal_of, rows))


def last_ticket(connection: Connection, account_id: UUID) -> int:
    """The highest ticket of an account's deals; 0 without deals."""
    return connection.scalar(select(func.max(deals.c.ticket)).where(deals.c.account_id == account_id)) or 0


def newest_deal(connection: Connection, login: str, server: str) -> datetime | None:
    """When the newest deal of an account was done (aware UTC); None when it has none."""
    found: datetime | None = connection.scalar(
        select(func.max(deals.c.time))
        .join_from(accounts, deals, deals.c.account_id == accounts.c.id)
        .where(accounts.c.login == login, accounts.c.server == server)
    )
    return found


def deal_of(row: Iterable[Any]) -> Deal:
    """The deal of a row in the order of `DEAL_COLUMNS`."""
    values = list(row)
    values[4] = DealEntry(values[4])
    values[-1] = None if values[-1] is None else DealClass(values[-1])
    return Deal(*values)


def tag_deals(
    connection: Connection, account_id: UUID, tags: dict[int, DealClass | None], *, reason: str
) -> int:
    """Set the person's class of deals by ticket, keeping the old version; how many changed."""
    changed = 0
    for ticket, tag in tags.items():
        values = {
            "account": account_id,
            "ticket": ticket,
            "reason": reason,
            "tag": None if tag is None else tag.value,
        }
        kept = connection.execute(text(_KEEP_TAGGED), values).rowcount
        if kept:
            connection.execute(text(_SET_TAG), values)
        changed += kept
    return changed


def replace_trades(connection: Connection, account_id: UUID, trades: Sequence[ClosedTrade]) -> None:
    """Make the account's closed trades these; rows that stay the same are not touched."""
    columns = ["account_id", *TRADE_COLUMNS, "net_profit"]
    connection.execute(text("CREATE TEMPORARY TABLE incoming (LIKE trade_performance) ON COMMIT DROP"))
    copy_rows(
        connection,
        "incoming",
        columns,
        (
            (account_id, *(_plain(getattr(trade, name)) for name in TRADE_COLUMNS), trade.net_profit)
            for trade in trades
        ),
    )
    key = "t.account_id = i.account_id AND t.position_id = i.position_id AND t.sequence = i.sequence"
    connection.execute(
        text(
            "DELETE FROM trade_performance t WHERE t.account_id = :account AND NOT EXISTS"  # noqa: S608 - ours
            f" (SELECT 1 FROM incoming i WHERE {key} AND ({_quoted(columns, 't.')})"
            f" IS NOT DISTINCT FROM ({_quoted(columns, 'i.')}))"
        ),
        {"account": account_id},
    )
    names = _quoted(columns)
    connection.execute(
        text(f"INSERT INTO trade_performance ({names}) SELECT {names} FROM incoming ON CONFLICT DO NOTHING")  # noqa: S608 - ours
    )
    connection.execute(text("DROP TABLE incoming"))


def _plain(value: object) -> object:
    return value.value if isinstance(value, Side) else value


def read_trades(connection: Connection, account_id: UUID) -> tuple[ClosedTrade, ...]:
    """Every closed trade of an account, by exit time."""
    rows = connection.execute(
        select(*(trade_performance.c[name] for name in TRADE_COLUMNS))
        .where(trade_performance.c.account_id == account_id)
        .order_by(
            trade_performance.c.exit_time, trade_performance.c.position_id, trade_performance.c.sequence
        )
    )
    return tuple(map(trade_of, rows))


def trade_of(row: Iterable[Any]) -> ClosedTrade:
    """The closed trade of a row in the order of `TRADE_COLUMNS`."""
    values = list(row)
    values[3] = Side(values[3])
    return ClosedTrade(*values)


def replace_positions(connection: Connection, account_id: UUID, held: Sequence[Position]) -> None:
    """Make the account's open positions these."""
    connection.execute(delete(positions).where(positions.c.account_id == account_id))
    if held:
        connection.execute(
            insert(positions),
            [
                {"account_id": account_id}
                | {name: _plain(getattr(position, name)) for name in _POSITION_COLUMNS}
                for position in held
            ],
        )


def read_positions(connection: Connection, account_id: UUID) -> tuple[Position, ...]:
    """The open positions of an account, oldest first."""
    return positions_of(connection, [account_id])[account_id]


def positions_of(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, tuple[Position, ...]]:
    """The same of several accounts at once."""
    found: dict[UUID, list[Position]] = {account: [] for account in account_ids}
    rows = connection.execute(
        select(positions.c.account_id, *(positions.c[name] for name in _POSITION_COLUMNS))
        .where(positions.c.account_id.in_(account_ids))
        .order_by(positions.c.time, positions.c.position_id)
    )
    for account, number, symbol, side, *rest in rows:
        found[account].append(Position(number, symbol, Side(side), *rest))
    return {account: tuple(held) for account, held in found.items()}
