"""The account in the header of a MetaTrader 5 history report, in any language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.importers._synonyms import MARGIN_MODES, TRADE_MODES, folded
from services.statement import StatedAccount

if TYPE_CHECKING:
    from services.importers._grid import Grid

_HEADER_ROWS = 12
_ACCOUNT = re.compile(r"([^\s()]{1,40}) ?\(\s*([A-Za-z]{3,8})\s*,(.*)\)")
_LEVERAGE = re.compile(r"1\s*:\s*(\d{1,6})")


def account_row(grid: Grid) -> int | None:
    """Index of the row that names the account, `login (currency, server, …)`."""
    for index, row in enumerate(grid.rows[:_HEADER_ROWS]):
        if any(_ACCOUNT.fullmatch(cell) for cell in row):
            return index
    return None


def read_account(grid: Grid, index: int) -> StatedAccount:
    """The account named in row *index*, with its holder (the row before) and company (the row after)."""
    found = next(match for cell in grid.rows[index] if (match := _ACCOUNT.fullmatch(cell)))
    words = [word.strip() for word in found[3].split(",")]
    trade_mode = margin_mode = leverage = None
    server = ""
    for word in words:
        key, ratio = folded(word), _LEVERAGE.fullmatch(word)
        if ratio is not None:
            leverage = int(ratio[1])
        elif key in MARGIN_MODES:
            margin_mode = MARGIN_MODES[key]
        elif key in TRADE_MODES:
            trade_mode = TRADE_MODES[key]
        elif word and not server:
            server = word
    return StatedAccount(
        login=found[1],
        currency=found[2].upper(),
        name=_value(grid, index - 1),
        server=server,
        company=_value(grid, index + 1),
        margin_mode=margin_mode,
        trade_mode=trade_mode,
        leverage=leverage,
    )


def _value(grid: Grid, index: int) -> str:
    cells = [cell for cell in grid.rows[index] if cell] if 0 <= index < len(grid.rows) else []
    return cells[1] if len(cells) == 2 else ""  # noqa: PLR2004 - a label and its value
