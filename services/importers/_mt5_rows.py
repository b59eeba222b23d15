"""Deals, closed and open positions out of the rows of a MetaTrader 5 report."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._numbers import Decimals, Times, as_utc, has_decimal_comma
from services.importers._synonyms import ENTRIES, TYPES, folded
from services.model import Deal, DealEntry, DealType, Side
from services.statement import StatedDeal, StatedPosition, StatedTrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from services.importers._sections import Table

UNLISTED_TYPE = 99
_SAMPLE = 200
_REASONS = (("[sl", 4), ("sl ", 4), ("[tp", 5), ("tp ", 5), ("so ", 6), ("so:", 6), ("[so", 6))
_DEAL = "time deal symbol type direction volume price order commission fee swap profit balance comment cost"
_TRADE = "position symbol type volume time price close_time close_price commission fee swap profit"
_POSITION = "position symbol type volume time price market_price sl tp commission swap profit comment"
_TRADES = (DealType.BUY, DealType.SELL)
_MAX_DIGITS = 18


@dataclass(slots=True)
class Cells:
    """What reads the cells of one report; `warnings` collects what was read with a reservation."""

    decimals: Decimals
    times: Times = field(default_factory=Times)
    warnings: list[str] = field(default_factory=list)


def cells_for(tables: list[Table]) -> Cells:
    """The readers for a report, its decimal sign known from its first rows."""
    texts = (cell for table in tables for _, row in table.rows[:_SAMPLE] for cell in row[1:])
    return Cells(Decimals(decimal_comma=has_decimal_comma(texts)))


def _rows(table: Table, names: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Row numbers and the cells called *names*; a cell that the table or the row lacks is empty."""
    places = [table.columns.get(name, -1) for name in names.split()]
    width = max(places) + 2
    pick = itemgetter(*places)
    blanks = [""] * width
    for number, row in table.rows:
        yield number, pick(row[: width - 1] + blanks[min(len(row), width - 1) :])


def _integer(text: str) -> int:
    if text.isdecimal() and len(text) <= _MAX_DIGITS:
        return int(text)
    clean = text.replace(" ", "")
    if not clean:
        return 0
    if not clean.isdecimal() or len(clean) > _MAX_DIGITS:
        raise ValueError(f"{text[:40]!r} is not a ticket")
    return int(clean)


def _reason(comment: str) -> int:
    start = comment[:3].lower()
    return next((reason for mark, reason in _REASONS if start == mark), 0)


def _fail(table: Table, number: int, error: ValueError) -> UnreadableFileError:
    return UnreadableFileError(f"Row {number} of the file, among the {table.section}: {error}.")


def read_stops(table: Table | None, cells: Cells) -> dict[int, Decimal]:
    """The stops that orders were placed with, by order; what is no order or no price is left out."""
    if table is None or not {"order", "sl"} <= set(table.columns):
        return {}
    found = {}
    for _, (order, stop) in _rows(table, "order sl"):
        try:
            number, price = _integer(order), cells.decimals[stop]
        except ValueError:
            continue
        if number and price > 0:
            found[number] = price
    return found


def read_deals(table: Table, cells: Cells) -> tuple[StatedDeal, ...]:
    """The deals of *table* in file order; the cost column joins the fee only if the balance asks for it."""
    costs: dict[int, Decimal] = {}
    found = []
    for number, texts in _rows(table, _DEAL):
        try:
            stated, cost = _deal(number, texts, cells)
        except ValueError as error:
            raise _fail(table, number, error) from error
        found.append(stated)
        if cost:
            costs[number] = cost
    return tuple(_with_costs(found, costs) if costs else found)


def _deal(number: int, texts: tuple[str, ...], cells: Cells) -> tuple[StatedDeal, Decimal]:
    (
        time, ticket, symbol, kind, direction, volume, price, order,
        commission, fee, swap, profit, balance, comment, cost,
    ) = texts  # fmt: skip
    decimals, moment = cells.decimals, cells.times[time]
    deal_type = _type(kind, number, cells)
    deal = Deal(
        _integer(ticket),
        as_utc(moment),
        moment,
        deal_type,
        _entry(direction, is_trade=deal_type in _TRADES),
        _integer(order),
        0,
        symbol,
        decimals[volume],
        decimals[price],
        decimals[commission],
        decimals[swap],
        decimals[profit],
        decimals[fee],
        0,
        _reason(comment),
        comment,
    )
    if deal.volume < 0:
        raise ValueError(f"the volume {volume} is negative")
    return StatedDeal(number, deal, decimals[balance] if balance else None), decimals[cost]


def _type(word: str, number: int, cells: Cells) -> int:
    known = TYPES.get(word)
    if known is None:
        known = TYPES.get(folded(word))
    if known is not None:
        return known
    cells.warnings.append(
        f"Row {number}: the deal type {word!r} is unknown; its money is kept, but unclassified."
    )
    return UNLISTED_TYPE


def _entry(word: str, *, is_trade: bool) -> DealEntry:
    known = ENTRIES.get(word)
    if known is None:
        known = ENTRIES.get(folded(word))
    if known is not None:
        return known
    if is_trade:
        raise ValueError(f"the direction {word!r} is unknown")
    return DealEntry.IN


def _with_costs(deals: list[StatedDeal], costs: dict[int, Decimal]) -> list[StatedDeal]:
    gaps = []
    for before, after in itertools.pairwise(deals):
        if after.row in costs and before.balance is not None and after.balance is not None:
            gaps.append((after.balance - before.balance - after.deal.cash, costs[after.row]))
    if not gaps or any(gap != cost for gap, cost in gaps):
        return deals
    return [
        replace(each, deal=replace(each.deal, fee=each.deal.fee + costs[each.row]))
        if each.row in costs
        else each
        for each in deals
    ]


def _side(word: str) -> Side:
    kind = TYPES.get(word)
    if kind is None:
        kind = TYPES.get(folded(word))
    if kind not in _TRADES:
        raise ValueError(f"the type {word!r} is neither buy nor sell")
    return Side.BUY if kind == DealType.BUY else Side.SELL


def read_trades(table: Table | None, cells: Cells) -> tuple[StatedTrade, ...]:
    """The closed positions of *table*."""
    if table is None:
        return ()
    decimals, times, trades = cells.decimals, cells.times, []
    for number, texts in _rows(table, _TRADE):
        ticket, symbol, side, volume, opened, price, closed, last, commission, fee, swap, profit = texts
        try:
            trade = StatedTrade(
                number,
                _integer(ticket),
                symbol,
                _side(side),
                decimals[volume],
                times[opened],
                decimals[price],
                times[closed],
                decimals[last],
                decimals[commission] + decimals[fee],
                decimals[swap],
                decimals[profit],
            )
        except ValueError as error:
            raise _fail(table, number, error) from error
        trades.append(trade)
    return tuple(trades)


def read_positions(table: Table | None, cells: Cells) -> tuple[StatedPosition, ...]:
    """The open positions of *table*."""
    if table is None:
        return ()
    decimals, found = cells.decimals, []
    for number, texts in _rows(table, _POSITION):
        ticket, symbol, side, volume, opened, price, last, stop, target, commission, swap, profit, comment = (
            texts
        )
        try:
            position = StatedPosition(
                number,
                _integer(ticket),
                symbol,
                _side(side),
                decimals[volume],
                cells.times[opened],
                decimals[price],
                decimals[last] if last else None,
                decimals[stop] or None,
                decimals[target] or None,
                decimals[commission],
                decimals[swap],
                decimals[profit],
                comment,
            )
        except ValueError as error:
            raise _fail(table, number, error) from error
        found.append(position)
    return tuple(found)
