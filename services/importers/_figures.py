"""What a MetaTrader 5 report states about itself: labels and values scattered over its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.importers._grid import Container
from services.importers._synonyms import FIGURES, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLONS = ":\uff1a"
_PADDED = re.compile(r"-?\d+\.\d*0")
_BALANCE_BLOCK = (
    "Balance", "Free Margin", "Credit Facility", "Margin", "Floating P/L", "Margin Level", "Equity",
)  # fmt: skip
_RESULTS_BLOCK = (
    "Total Net Profit", "Gross Profit", "Gross Loss", "Profit Factor", "Expected Payoff", "Recovery Factor",
    "Sharpe Ratio", "Balance Drawdown Absolute", "Balance Drawdown Maximal", "Balance Drawdown Relative",
    "Total Trades", "Short Trades (won %)", "Long Trades (won %)", "Profit Trades (% of total)",
    "Loss Trades (% of total)", "Largest profit trade", "Largest loss trade", "Average profit trade",
    "Average loss trade", "Maximum consecutive wins ($)", "Maximum consecutive losses ($)",
    "Maximal consecutive profit (count)", "Maximal consecutive loss (count)", "Average consecutive wins",
    "Average consecutive losses",
)  # fmt: skip
_LAYOUTS = (_BALANCE_BLOCK + _RESULTS_BLOCK, _RESULTS_BLOCK, _BALANCE_BLOCK)


def pairs(row: list[str]) -> Iterator[tuple[str, str]]:
    """Label and value of each figure in *row*: a label ends with a colon, the next filled cell is value."""
    label = ""
    for cell in row:
        if not cell:
            continue
        if cell[-1] in _COLONS:
            label = cell.rstrip(_COLONS + " ")
        elif label:
            yield label, cell
            label = ""


def read_figures(rows: list[list[str]], container: Container) -> tuple[dict[str, str], list[str]]:
    """The figures in *rows* by their English names, and the labels whose name is not known.

    Names come from the translations; when some are missing, the order of the labels decides, which is the
    same in every language.
    """
    stated = [pair for row in rows for pair in pairs(row)]
    labels = [label for label, _ in stated]
    names = [FIGURES.get(folded(label)) for label in labels]
    if None in names:
        order = next((layout for layout in _LAYOUTS if len(layout) == len(labels)), None)
        names = list(order) if order is not None else names
    figures: dict[str, str] = {}
    for name, (label, value) in zip(names, stated, strict=True):
        figures.setdefault(name or label, plain_figure(value, container))
    return figures, [label for name, label in zip(names, labels, strict=True) if name is None]


def plain_figure(value: str, container: Container) -> str:
    """A figure as printed; a number out of a spreadsheet's cell without the zeros that pad it."""
    if container is not Container.XLSX or _PADDED.fullmatch(value) is None:
        return value
    return value.rstrip("0").rstrip(".")
