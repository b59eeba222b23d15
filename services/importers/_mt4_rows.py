"""Deals, round trips and open trades out of the rows of a MetaTrader 4 statement.

A trade row holds entry and exit: it becomes the deals 2·ticket and 2·ticket+1, all money on the exit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._numbers import Decimals, Times, as_utc
from services.model import Deal, DealEntry, DealType, Side
from services.statement import StatedDeal, StatedPosition, StatedTrade

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

Rows = list[tuple[int, list[str]]]
_WIDTH = 14
_TICKET = re.compile(r"\d{1,15}")
_MAGIC = re.compile(r"#(\d{1,18}) ?(.*)")
_FLOWS = {"balance": DealType.BALANCE, "credit": DealType.CREDIT}
_SIDES = {"buy": Side.BUY, "sell": Side.SELL}
_PENDING = frozenset(f"{side} {kind}" for side in _SIDES for kind in ("limit", "stop", "stop limit"))


@dataclass(slots=True)
class Mt4Cells:
    """What reads the cells of one statement; `notes` are the tooltips by row number."""

    decimals: Decimals
    notes: dict[int, str]
    times: Times = field(default_factory=Times)
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    number: int
    ticket: int
    side: Side
    volume: Decimal
    symbol: str
    opened: datetime
    price: Decimal
    closed: datetime | None
    last: Decimal
    stop: Decimal
    target: Decimal
    commission: Decimal
    taxes: Decimal
    swap: Decimal
    profit: Decimal
    magic: int
    comment: str


def read_closed(rows: Rows, cells: Mt4Cells) -> tuple[list[StatedDeal], tuple[StatedTrade, ...]]:
    """Deals and round trips of the closed transactions; cancelled pending orders are none."""
    deals: list[StatedDeal] = []
    trades: list[StatedTrade] = []
    for number, row in rows:
        try:
            kind = _kind(number, row, cells)
            if kind in _FLOWS:
                deals.append(_flow(number, row, cells))
            elif kind in _SIDES:
                item = _row(number, row, cells)
                deals += [_entry(item), _exit(item)]
                trades.append(_trade(item))
        except ValueError as error:
            raise UnreadableFileError(f"Row {number}, a closed transaction: {error}.") from error
    return deals, tuple(trades)


def read_open(rows: Rows, cells: Mt4Cells) -> tuple[list[StatedDeal], tuple[StatedPosition, ...]]:
    """Entry deals and positions of the open trades."""
    deals: list[StatedDeal] = []
    positions: list[StatedPosition] = []
    for number, row in rows:
        try:
            if _kind(number, row, cells) in _SIDES:
                item = _row(number, row, cells)
                deals.append(_entry(item))
                positions.append(_position(item))
        except ValueError as error:
            raise UnreadableFileError(f"Row {number}, an open trade: {error}.") from error
    return deals, tuple(positions)


def _kind(number: int, row: list[str], cells: Mt4Cells) -> str:
    """The type of a row that has a ticket; an empty word for headings, totals and pending orders."""
    if len(row) < 3 or _TICKET.fullmatch(row[0]) is None:  # noqa: PLR2004 - ticket, time, type
        return ""
    word = row[2].lower()
    if word in _FLOWS or word in _SIDES:
        return word
    if word not in _PENDING:
        cells.warnings.append(f"Row {number}: the type {row[2]!r} is unknown; the row was left out.")
    return ""


def _note(number: int, cells: Mt4Cells) -> tuple[int, str]:
    note = cells.notes.get(number, "")
    found = _MAGIC.fullmatch(note)
    return (int(found[1]), found[2].strip()) if found else (0, note)


def _row(number: int, row: list[str], cells: Mt4Cells) -> _Row:
    if len(row) < _WIDTH:
        raise ValueError(f"{len(row)} cells where a trade has {_WIDTH}")
    decimals, times = cells.decimals, cells.times
    ticket, opened, side, volume, symbol, price, stop, target, closed, last, *money = row[:_WIDTH]
    commission, taxes, swap, profit = (decimals[text] for text in money)
    magic, comment = _note(number, cells)
    if decimals[volume] < 0:
        raise ValueError(f"the volume {volume} is negative")
    return _Row(
        number, int(ticket), _SIDES[side.lower()], decimals[volume], symbol.upper(), times[opened],
        decimals[price], times[closed] if closed else None, decimals[last], decimals[stop], decimals[target],
        commission, taxes, swap, profit, magic, comment,
    )  # fmt: skip


def _flow(number: int, row: list[str], cells: Mt4Cells) -> StatedDeal:
    moment = cells.times[row[1]]
    filled = [cell for cell in row[3:] if cell]
    if not filled:
        raise ValueError("a balance operation without an amount")
    comment = cells.notes.get(number, "") or (filled[0] if len(filled) > 1 else "")
    deal = Deal(
        ticket=2 * int(row[0]),
        time=as_utc(moment),
        server_time=moment,
        type=_FLOWS[row[2].lower()],
        profit=cells.decimals[filled[-1]],
        comment=comment,
    )
    return StatedDeal(number, deal)


def _entry(item: _Row) -> StatedDeal:
    deal = Deal(
        ticket=2 * item.ticket,
        time=as_utc(item.opened),
        server_time=item.opened,
        type=DealType.BUY if item.side is Side.BUY else DealType.SELL,
        entry=DealEntry.IN,
        order=item.ticket,
        position_id=item.ticket,
        symbol=item.symbol,
        volume=item.volume,
        price=item.price,
        magic=item.magic,
        comment=item.comment,
    )
    return StatedDeal(item.number, deal)


def _exit(item: _Row) -> StatedDeal:
    moment = _closing_time(item)
    deal = Deal(
        ticket=2 * item.ticket + 1,
        time=as_utc(moment),
        server_time=moment,
        type=DealType.SELL if item.side is Side.BUY else DealType.BUY,
        entry=DealEntry.OUT,
        order=item.ticket,
        position_id=item.ticket,
        symbol=item.symbol,
        volume=item.volume,
        price=item.last,
        commission=item.commission,
        swap=item.swap,
        profit=item.profit,
        fee=item.taxes,
        magic=item.magic,
        reason=4 if "[sl]" in item.comment else 5 if "[tp]" in item.comment else 0,
        comment=item.comment,
    )
    return StatedDeal(item.number, deal)


def _closing_time(item: _Row) -> datetime:
    if item.closed is None:
        raise ValueError("a closed trade without a closing time")
    return item.closed


def _trade(item: _Row) -> StatedTrade:
    return StatedTrade(
        item.number, item.ticket, item.symbol, item.side, item.volume, item.opened, item.price,
        _closing_time(item), item.last, item.commission + item.taxes, item.swap, item.profit,
    )  # fmt: skip


def _position(item: _Row) -> StatedPosition:
    return StatedPosition(
        item.number, item.ticket, item.symbol, item.side, item.volume, item.opened, item.price,
        item.last or None, item.stop or None, item.target or None,
        item.commission + item.taxes, item.swap, item.profit, item.comment,
    )  # fmt: skip
