"""Why no format claims a file: what it looks like instead, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.importers._grid import Container

if TYPE_CHECKING:
    from services.importers._grid import Grid

_HEAD_ROWS = 6
_MT4_TESTER_HEADINGS = 9


def why_unknown(grid: Grid) -> str:
    """One sentence on what *grid* seems to be and what would be right."""
    if grid.container is Container.CSV:
        seen = ", ".join(grid.rows[0])[:80]
        return (
            "The file is CSV without the columns time, account, symbol, side, quantity and price;"
            f" its first line is {seen!r}."
        )
    if _is_mt4_tester(grid):
        return (
            "The file is a MetaTrader 4 strategy tester report, which is not a statement of an account;"
            " save a statement from the account history."
        )
    first = next((cell for row in grid.rows[:_HEAD_ROWS] for cell in row if cell), "")
    return (
        f"The file is {grid.container.upper()}, but no report of a known kind or language: it starts with"
        f" {first[:80]!r}; set the terminal to English and save the report again."
    )


def _is_mt4_tester(grid: Grid) -> bool:
    if "Strategy Tester" not in f"{grid.heading} {grid.lead}":
        return False
    return any(row[0] == "#" and len(row) >= _MT4_TESTER_HEADINGS for row in grid.rows)
