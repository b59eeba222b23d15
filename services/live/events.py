"""What events carry: plain values that JSON can hold, money as decimal text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from services.model import ClosedTrade


def trade_data(trade: ClosedTrade) -> dict[str, Any]:
    """A trade that was closed."""
    return {
        "position_id": trade.position_id,
        "symbol": trade.symbol,
        "side": trade.side.value,
        "volume": f"{trade.volume:f}",
        "entry_time": _time(trade.entry_time),
        "exit_time": _time(trade.exit_time),
        "entry_price": _amount(trade.entry_price),
        "exit_price": _amount(trade.exit_price),
        "profit": _amount(trade.profit),
        "commission": _amount(trade.commission),
        "swap": _amount(trade.swap),
        "fee": _amount(trade.fee),
        "net_profit": _amount(trade.net_profit),
    }


def alert_data(code: str, message: str) -> dict[str, Any]:
    """Something that needs attention."""
    return {"code": code, "message": message}


def _time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
