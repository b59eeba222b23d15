"""A MetaTrader 5 trade history report, once it is rows: the same for HTML and XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.calc.pairing import pair
from services.errors import UnreadableFileError
from services.importers._figures import read_figures
from services.importers._mt5_account import account_row, read_account
from services.importers._mt5_rows import cells_for, read_deals, read_positions, read_stops, read_trades
from services.importers._sections import Layout, Section, take_apart
from services.model import DealEntry, DealType
from services.statement import Statement, StatementKind

if TYPE_CHECKING:
    from decimal import Decimal

    from services.importers._grid import Grid
    from services.statement import StatedDeal


def is_history(grid: Grid) -> bool:
    """Whether *grid* names an account the way a history report does."""
    return account_row(grid) is not None


def read_history(grid: Grid, name: str) -> tuple[Statement, ...]:
    """The statement in *grid*; *name* is the format's."""
    index = account_row(grid)
    if index is None:
        raise UnreadableFileError(
            "The file is no MetaTrader 5 history report: it names no account as `login (currency, server)`."
        )
    layout = take_apart(grid)
    table = layout.table(Section.DEALS)
    if table is None:
        raise UnreadableFileError(_no_deals(layout))
    cells = cells_for(layout.tables)
    account = read_account(grid, index)
    stated, trades = read_deals(table, cells), read_trades(layout.table(Section.POSITIONS), cells)
    positions = read_positions(layout.table(Section.OPEN), cells)
    if not stated:
        raise UnreadableFileError(
            "The report holds no deals; choose a longer period in the terminal's history."
        )
    paired = pair(stated, trades, positions, account.margin_mode)
    below = [row for number, row in layout.loose if number > layout.tables[0].number]
    figures, unknown = read_figures(below, grid.container)
    if unknown:
        cells.warnings.append(f"These figures are in no known language: {', '.join(unknown)}.")
    return (
        Statement(
            format=name,
            kind=StatementKind.MT5_HISTORY,
            account=account,
            deals=paired.deals,
            trades=trades,
            positions=positions,
            figures=figures,
            opening_balance=opening_balance(stated),
            pairing_inferred=paired.inferred,
            warnings=tuple(cells.warnings),
            problems=paired.problems,
            stops=_opening_stops(paired.deals, read_stops(layout.table(Section.ORDERS), cells)),
        ),
    )


def _opening_stops(deals: tuple[StatedDeal, ...], stops: dict[int, Decimal]) -> dict[int, Decimal]:
    """By position the stop of the order that opened it; later orders say nothing of its first risk."""
    opened: dict[int, int] = {}
    for row in deals:
        deal = row.deal
        if deal.is_trade and deal.entry is DealEntry.IN and deal.position_id:
            opened.setdefault(deal.position_id, deal.order)
    return {position: stops[order] for position, order in opened.items() if order in stops}


def opening_balance(deals: tuple[StatedDeal, ...]) -> Decimal | None:
    """What the account held before the first deal, where a balance is printed beside it."""
    first = deals[0]
    if first.balance is None:
        return None
    return first.balance if first.deal.type == DealType.CREDIT else first.balance - first.deal.cash


def _no_deals(layout: Layout) -> str:
    headings = [", ".join(table.headings.values()) for table in layout.tables if table.section is None]
    if headings:
        return f"The report has no table of deals in a known language; it has one of {headings[0]}."
    return "The report has no table of deals; save it from the terminal's history as a report."
