"""The deal of a line of executions, under a ticket that it has in any other file too."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._execution_events import ratio_of
from services.instrument import END_REASON, SPLIT_REASON, DealEvent, EventKind, number_of
from services.model import ZERO, Deal, DealEntry, DealType, Side
from services.statement import StatedDeal

if TYPE_CHECKING:
    from collections import Counter
    from decimal import Decimal

    from services.importers._execution_table import Rows

_MAX_ORDER_DIGITS = 18


def stated_deal(
    account: str, index: int, rows: Rows, seen: Counter[str], *, are_utc: bool
) -> tuple[StatedDeal, DealEvent]:
    """The line's deal and what it is; *seen* counts identical lines. Raises UnreadableFileError."""
    event = _event_of(index, rows)
    side, volume, price = rows.sides[index], _volume(index, rows), rows.numbers["price"][index]
    symbol, order = rows.table.columns["symbol"][index], rows.text("order_id", index)
    execution, moment = rows.text("exec_id", index), rows.times[index]
    moment = moment.astimezone(UTC) if are_utc else moment
    parts = [account, order, execution, moment.isoformat(), symbol, side or "", _canonical(volume)]
    parts += [_canonical(price), *_beside(event)]
    key = "|".join(parts)
    seen[key] += 1
    deal = Deal(
        ticket=ticket(key, seen[key]),
        time=moment.replace(tzinfo=UTC),
        server_time=moment.replace(tzinfo=None),
        type=DealType.SELL if side is Side.SELL else DealType.BUY,
        entry=DealEntry.IN,
        order=_order(order, execution),
        symbol=symbol,
        volume=volume,
        price=price,
        commission=rows.numbers["commission"][index],
        fee=rows.numbers["fee"][index],
        reason=_reason(event),
        external_id=execution or order,
        place=rows.places.get(index, 0),
    )
    return StatedDeal(rows.table.numbers[index], deal), event


def ticket(key: str, occurrence: int) -> int:
    """A ticket that the same execution gets again in any other file: 63 bits of a hash, never 0."""
    return number_of(f"{key}|{occurrence}")


def _order(order: str, execution: str) -> int:
    """The order as a number; one that is a text, and would be lost beside the execution's, as its hash."""
    if order.isdecimal() and len(order) <= _MAX_ORDER_DIGITS:
        return int(order)
    return number_of(order) if order and execution else 0


def _event_of(index: int, rows: Rows) -> DealEvent:
    kind, line = rows.events[index], rows.table.numbers[index]
    ratio = ratio_of(rows.text("ratio", index), line) if kind is EventKind.SPLIT else None
    return DealEvent(kind, ratio, rows.settles[index], rows.text("lot", index))


def _volume(index: int, rows: Rows) -> Decimal:
    """Units of the line; of a split none, since the ledger knows how many are held."""
    kind, side = rows.events[index], rows.sides[index]
    if kind is EventKind.SPLIT:
        return ZERO
    quantity = rows.numbers["quantity"][index]
    is_trade = kind in (EventKind.TRADE, EventKind.DELIVERED)
    if not quantity or (quantity < 0 and is_trade and side is Side.BUY):
        line = rows.table.numbers[index]
        raise UnreadableFileError(f"Line {line}: a quantity of {quantity} cannot be a {side or kind}.")
    return abs(quantity)


def _reason(event: DealEvent) -> int:
    """What orders the line among others of the same instant: splits come first, ends of options last."""
    if event.kind is EventKind.SPLIT:
        return SPLIT_REASON
    return END_REASON if event.only_closes else 0


def _beside(event: DealEvent) -> list[str]:
    """What tells a line from a trade; nothing for a trade, whose ticket is as it always was."""
    if event.kind is EventKind.TRADE:
        return []
    return [event.kind, "" if event.ratio is None else _canonical(event.ratio)]


def _canonical(value: Decimal) -> str:
    return format(value.normalize(), "f")
