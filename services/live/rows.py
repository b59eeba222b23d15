"""The shape for everybody: one object per account, money as decimal text, times in ISO 8601."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

from services.live.frame import PositionRow
from services.live.money_text import instant, money_text, optional_money_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.live.audience import Audience
    from services.live.frame import EventFrame, PnlFrame
    from services.live.mirror import Mirror, Row


class RowsWriter:
    """Writes rows; a row that several audiences see is made once."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._made: dict[tuple[int, int], orjson.Fragment] = {}

    def time(self, milliseconds: int) -> str:
        """ISO 8601 in UTC."""
        return instant(milliseconds)

    def values(self, audience: Audience) -> list[orjson.Fragment]:
        """A row per account."""
        return [self._row(place, self._mirror.seq) for place in audience.places]

    def changes(self, frame: PnlFrame, _audience: Audience, places: Collection[int]) -> list[orjson.Fragment]:
        """A row for each account that changed, as it is now."""
        return [self._row(place, frame.seq) for place in places]

    def ticks(self, frame: PnlFrame, audience: Audience) -> list[Any]:
        """Account, position, price and profit of each."""
        accounts = self._mirror.accounts
        return [
            {
                "account_id": accounts[place].id,
                "position_id": position_id,
                "price_current": price,
                "profit": money_text(profit, accounts[place].digits),
            }
            for place, position_id, price, profit in frame.ticks
            if audience.own is None or place in audience.own
        ]

    def positions(self, audience: Audience) -> dict[str, list[dict[str, Any]]]:
        """Rows of accounts that have some, with money as text."""
        entries = (self._mirror.accounts[place] for place in audience.places)
        return {
            entry.id: [position_document(row, entry.digits) for row in rows]
            for entry in entries
            if (rows := self._mirror.positions(entry.id))
        }

    def event(self, frame: EventFrame) -> dict[str, Any]:
        """The data, with the money of positions and the times of the market as text."""
        data = frame.data
        if frame.type == "market":
            return market_document(data)
        place = self._mirror.place(frame.account_id)
        if frame.type != "position_update" or place is None:
            return data
        digits = self._mirror.accounts[place].digits
        rows: dict[str, Any] = {
            name: [position_document(row, digits) for row in data[name]]
            for name in ("opened", "changed")
            if name in data
        }
        return {**data, **rows}

    def forget(self) -> None:
        """Make every row anew."""
        self._made.clear()

    def _row(self, place: int, seq: int) -> orjson.Fragment:
        found = self._made.get((place, seq))
        if found is None:
            found = orjson.Fragment(orjson.dumps(row_document(self._mirror.row_at(place), seq)))
            self._made[place, seq] = found
        return found


def row_document(row: Row, seq: int) -> dict[str, Any]:
    """The row of an account, with the fields of `GET /pnl` first."""
    entry, digits = row.entry, row.entry.digits
    margin, equity = row.values["margin"], row.equity
    return {
        "account_id": entry.id,
        "timestamp": instant(row.time),
        "currency": entry.currency,
        "balance": money_text(row.number("balance"), digits),
        "equity": money_text(equity, digits),
        "realized_pnl": money_text(row.number("realized_pnl"), digits),
        "unrealized_pnl": money_text(row.number("unrealized_pnl"), digits),
        "total_pnl": money_text(row.total_pnl, digits),
        "daily_change": money_text(row.daily_change, digits),
        "daily_change_percentage": row.daily_change_percentage,
        "open_positions": row.number("open_positions"),
        "stale": bool(row.number("stale")),
        "seq": seq,
        "account_name": entry.name,
        "credit": money_text(row.number("credit"), digits),
        "margin": optional_money_text(margin, digits),
        "margin_free": None if margin is None else money_text(equity - margin, digits),
        "margin_level": equity / margin * 100 if margin else None,
        "realized_today": money_text(row.number("realized_today"), digits),
        "realized_week": money_text(row.number("realized_week"), digits),
        "realized_month": money_text(row.number("realized_month"), digits),
        "day_base": money_text(row.number("day_base"), digits),
    }


def position_document(row: PositionRow | dict[str, Any], digits: int) -> dict[str, Any]:
    """An open position with swap and profit as decimals and its time in ISO 8601."""
    found = asdict(row) if isinstance(row, PositionRow) else row
    return {
        **found,
        "time": instant(found["time"]),
        "swap": money_text(found["swap"], digits),
        "profit": money_text(found["profit"], digits),
    }


def market_document(fields: dict[str, Any]) -> dict[str, Any]:
    """The state of the feed with its time in ISO 8601."""
    time = fields.get("quote_time")
    return {**fields, "quote_time": None if time is None else instant(time)}
