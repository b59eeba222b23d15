"""Ledgers as columns, kept under the ledger's version: read at once, never stale, made anew when lost."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql

from services.calc.account_trades import AccountTrades
from services.calc.deal_columns import DealColumns
from services.calc.trade_kernel import TradeArrays
from services.model import Deal
from services.storage.column_bytes import packed, unpacked
from services.storage.ledger import DEAL_COLUMNS, deal_of
from services.storage.tables import accounts, ledger_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias
    from uuid import UUID

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    Ledger: TypeAlias = tuple[DealColumns, AccountTrades, tuple[Deal, ...]]

_TRADES, _DEALS = "trades.", "deals."
_OF_TRADES = tuple(field.name for field in fields(TradeArrays))
_OF_DEALS = tuple(field.name for field in fields(DealColumns) if field.name != "digits")
_KINDS: dict[str, Callable[[str], object]] = {"Decimal": Decimal, "datetime": datetime.fromisoformat}
_KIND_OF = {field.name: str(field.type) for field in fields(Deal)}


def read_kept(connection: Connection, versions: Mapping[UUID, int]) -> dict[UUID, Ledger]:
    """Deals, trades and other deals of those accounts that are kept in just this version."""
    table = ledger_columns.c
    rows = connection.execute(
        select(table.account_id, table.ledger_version, table.content).where(
            table.account_id == func.any(postgresql.array(list(versions), type_=table.account_id.type))
        )
    )
    return {
        account: _ledger(bytes(content)) for account, version, content in rows if versions[account] == version
    }


def accounts_to_keep(connection: Connection) -> tuple[UUID, ...]:
    """Those whose ledger is not kept in its version of now."""
    table = ledger_columns.c
    kept = accounts.outerjoin(
        ledger_columns,
        (table.account_id == accounts.c.id) & (table.ledger_version == accounts.c.ledger_version),
    )
    return tuple(
        connection.scalars(select(accounts.c.id).select_from(kept).where(table.account_id.is_(None)))
    )


def keep(connection: Connection, account_id: UUID, version: int, ledger: Ledger) -> None:
    """Keep the ledger of an account in the place of any other version of it."""
    statement = postgresql.insert(ledger_columns).values(
        account_id=account_id, ledger_version=version, content=_content(*ledger)
    )
    renewed = {name: statement.excluded[name] for name in ("ledger_version", "content")}
    connection.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=renewed))


def _content(deals: DealColumns, trades: AccountTrades, others: Sequence[Deal]) -> bytes:
    columns: dict[str, NDArray[Any]] = {_TRADES + name: getattr(trades.arrays, name) for name in _OF_TRADES}
    columns |= {_DEALS + name: getattr(deals, name) for name in _OF_DEALS} | {"symbol": trades.symbol}
    beside = {
        "digits": deals.digits,
        "symbols": trades.symbols,
        "net_profit": str(trades.net_profit),
        "orphans": trades.orphans,
        "others": [[_told(getattr(deal, name)) for name in DEAL_COLUMNS] for deal in others],
    }
    return packed(columns, beside)


def _ledger(content: bytes) -> Ledger:
    columns, beside = unpacked(content)
    deals = DealColumns(**{name: columns[_DEALS + name] for name in _OF_DEALS}, digits=beside["digits"])
    trades = AccountTrades(
        TradeArrays(**{name: columns[_TRADES + name] for name in _OF_TRADES}),
        columns["symbol"],
        tuple(beside["symbols"]),
        Decimal(beside["net_profit"]),
        beside["orphans"],
    )
    return deals, trades, tuple(deal_of(_read(values)) for values in beside["others"])


def _told(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(values: Sequence[Any]) -> list[Any]:
    return [
        _KINDS[_KIND_OF[name]](value) if _KIND_OF[name] in _KINDS else value
        for name, value in zip(DEAL_COLUMNS, values, strict=True)
    ]
