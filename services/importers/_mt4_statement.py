"""A MetaTrader 4 statement, plain or detailed, once it is rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._figures import pairs
from services.importers._mt4_rows import Mt4Cells, read_closed, read_open
from services.importers._numbers import Decimals, has_decimal_comma
from services.importers._synonyms import TRADE_MODES
from services.model import MarginMode
from services.statement import StatedAccount, Statement, StatementKind

if TYPE_CHECKING:
    from decimal import Decimal

    from services.importers._grid import Grid
    from services.model import TradeMode

_HEADER_ROWS = 8
_SAMPLE = 200
_HEADER = re.compile(r"(Account|Name|Currency|Leverage)\s*:\s*(.*)", re.IGNORECASE)
_LEVERAGE = re.compile(r"1\s*:\s*(\d{1,6})")
_SECTIONS = {
    "closed transactions:": "closed",
    "open trades:": "open",
    "working orders:": "working",
    "summary:": "summary",
    "details:": "summary",
}
_GROUPS = ("Largest", "Average", "Maximum", "Maximal")


def is_statement(grid: Grid) -> bool:
    """Whether *grid* is a MetaTrader 4 statement."""
    firsts = {row[0].lower() for row in grid.rows}
    return "closed transactions:" in firsts and bool(_header(grid).get("account"))


def read_statement(grid: Grid, name: str) -> tuple[Statement, ...]:
    """The statement in *grid*; *name* is the format's."""
    header, parts = _header(grid), _sections(grid)
    if not header.get("account"):
        raise UnreadableFileError("The file is no MetaTrader 4 statement: it names no account.")
    samples = (cell for _, row in parts["closed"][:_SAMPLE] for cell in row)
    cells = Mt4Cells(Decimals(decimal_comma=has_decimal_comma(samples)), grid.notes)
    deals, trades = read_closed(parts["closed"], cells)
    entries, positions = read_open(parts["open"], cells)
    if not deals and not entries:
        raise UnreadableFileError(
            "The statement holds no transactions; choose a longer period in the terminal."
        )
    figures = _figures([row for _, row in parts["summary"]])
    return (
        Statement(
            format=name,
            kind=StatementKind.MT4_STATEMENT,
            account=_account(header, grid),
            deals=(*deals, *entries),
            trades=trades,
            positions=positions,
            figures=figures,
            opening_balance=_opening_balance(figures, cells),
            warnings=tuple(cells.warnings),
        ),
    )


def _header(grid: Grid) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in grid.rows[:_HEADER_ROWS]:
        for cell in row:
            match = _HEADER.fullmatch(cell)
            if match is not None:
                found.setdefault(match[1].lower(), match[2].strip())
    return found


def _sections(grid: Grid) -> dict[str, list[tuple[int, list[str]]]]:
    parts: dict[str, list[tuple[int, list[str]]]] = {name: [] for name in ("", *_SECTIONS.values())}
    current = ""
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        title = _SECTIONS.get(row[0].lower())
        if title is not None:
            current = title
        else:
            parts[current].append((number, row))
    return parts


def _account(header: dict[str, str], grid: Grid) -> StatedAccount:
    currency = header.get("currency", "").upper()
    if not currency:
        raise UnreadableFileError("The statement names no currency.")
    leverage = _LEVERAGE.fullmatch(header.get("leverage", ""))
    return StatedAccount(
        login=header["account"],
        currency=currency,
        name=header.get("name", ""),
        company=grid.lead,
        margin_mode=MarginMode.HEDGING,
        trade_mode=_trade_mode(grid.lead),
        leverage=int(leverage[1]) if leverage else None,
    )


def _trade_mode(lead: str) -> TradeMode | None:
    words = lead.lower().split()
    return next((TRADE_MODES[word] for word in words if word in TRADE_MODES), None)


def _figures(rows: list[list[str]]) -> dict[str, str]:
    figures: dict[str, str] = {}
    for row in rows:
        group = row[0] if row[0] in _GROUPS else ""
        for label, value in pairs(row):
            figures.setdefault(f"{group} {label}".strip(), value)
    return figures


def _opening_balance(figures: dict[str, str], cells: Mt4Cells) -> Decimal | None:
    parts = [figures.get(name) for name in ("Balance", "Closed Trade P/L", "Deposit/Withdrawal")]
    if None in parts:
        return None
    try:
        balance, closed, deposits = (cells.decimals[part or ""] for part in parts)
    except ValueError as error:
        raise UnreadableFileError(f"The statement's summary is unreadable: {error}.") from error
    return balance - closed - deposits
