"""Rows of the ledger as the API sends them: money as text, times with offset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.calc.deal_class import deal_class
from services.calc.period import as_datetime
from services.documents import money
from services.model import DealEntry, DealType

if TYPE_CHECKING:
    from decimal import Decimal

    from services.answers import TradeRow
    from services.calc.record import TrackRecord
    from services.model import Account, ClosedTrade, Deal, Position


def number(value: Decimal | None) -> str | None:
    """A price or volume as text without needless zeros."""
    return None if value is None else f"{value.normalize():f}"


def trade_row(trade: ClosedTrade, account: Account) -> dict[str, Any]:
    """A closed trade."""
    return {
        "position_id": trade.position_id,
        "sequence": trade.sequence,
        "symbol": trade.symbol,
        "side": trade.side.value,
        "volume": number(trade.volume),
        "entry_time": trade.entry_time,
        "entry_price": number(None if trade.entry_price is None else round(trade.entry_price, 10)),
        "exit_time": trade.exit_time,
        "exit_price": number(round(trade.exit_price, 10)),
        "profit": money(trade.profit, account),
        "commission": money(trade.commission, account),
        "swap": money(trade.swap, account),
        "fee": money(trade.fee, account),
        "net_profit": money(trade.net_profit, account),
        "is_orphan": trade.is_orphan,
        "comment": trade.comment,
    }


def watched_row(row: TradeRow) -> dict[str, Any]:
    """A closed trade with its excursions (money) and its result in R; null is unknown."""
    return trade_row(row.trade, row.account) | {
        "mae": money(row.mae, row.account),
        "mfe": money(row.mfe, row.account),
        "r": row.r,
    }


def deal_row(deal: Deal, account: Account) -> dict[str, Any]:
    """A deal as booked; `server_time` is the broker's wall clock."""
    known = deal.type in set(DealType)
    return {
        "ticket": deal.ticket,
        "time": deal.time,
        "server_time": deal.server_time.isoformat(),
        "type": DealType(deal.type).name.lower() if known else str(deal.type),
        "entry": DealEntry(deal.entry).name.lower() if deal.is_trade else None,
        "deal_class": deal_class(deal).value,
        "order": deal.order,
        "position_id": deal.position_id,
        "symbol": deal.symbol,
        "volume": number(deal.volume),
        "price": number(deal.price),
        "profit": money(deal.profit, account),
        "commission": money(deal.commission, account),
        "swap": money(deal.swap, account),
        "fee": money(deal.fee, account),
        "comment": deal.comment,
    }


def position_row(position: Position, account: Account) -> dict[str, Any]:
    """An open position; its price is null when nobody has stated one."""
    return {
        "position_id": position.position_id,
        "symbol": position.symbol,
        "side": position.side.value,
        "volume": number(position.volume),
        "time": position.time,
        "price_open": number(position.price_open),
        "price_current": number(position.price_current),
        "stop_loss": number(position.stop_loss),
        "take_profit": number(position.take_profit),
        "swap": money(position.swap, account),
        "profit": money(position.profit, account),
        "comment": position.comment,
    }


def snapshot_rows(record: TrackRecord) -> list[dict[str, Any]]:
    """Every recorded snapshot of balance and equity."""
    track = record.track
    return [
        {
            "timestamp": as_datetime(track.time[row]),
            "balance": money(float(track.balance[row]), record.account),
            "equity": money(float(track.value[row]), record.account),
        }
        for row in track.is_equity.nonzero()[0]
    ]
