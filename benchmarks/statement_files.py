"""Statement files that look like the terminals' own, written from plain values: for tests and benchmarks."""

from __future__ import annotations

from benchmarks._statement_figures import stated_figures
from benchmarks._statement_html import mt5_history_html, mt5_tester_html
from benchmarks._statement_ledger import made_up_ledger
from benchmarks._statement_mt4 import mt4_statement_html
from benchmarks._statement_rows import DealRow, Header, Ledger, Mt4Row, OpenRow, PositionRow
from benchmarks._statement_xlsx import Sheet, Text, mt5_history_xlsx, mt5_tester_xlsx

__all__ = [
    "DealRow",
    "Header",
    "Ledger",
    "Mt4Row",
    "OpenRow",
    "PositionRow",
    "Sheet",
    "Text",
    "made_up_ledger",
    "mt4_statement_html",
    "mt5_history_html",
    "mt5_history_xlsx",
    "mt5_tester_html",
    "mt5_tester_xlsx",
    "stated_figures",
]
