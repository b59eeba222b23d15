"""Statement files that look like the terminals' own, written from plain values: for tests and benchmarks."""

from __future__ import annotations

from benchmarks._statement_figures import stated_figures
from benchmarks._statement_html import history_html, tester_html
from benchmarks._statement_ledger import made_up_ledger
from benchmarks._statement_mt4 import mt4_html
from benchmarks._statement_rows import DealRow, Header, Ledger, Mt4Row, OpenRow, PositionRow
from benchmarks._statement_xlsx import Sheet, Text, history_xlsx, tester_xlsx

__all__ = [
    "DealRow",
    "Header",
    "Ledger",
    "Mt4Row",
    "OpenRow",
    "PositionRow",
    "Sheet",
    "Text",
    "history_html",
    "history_xlsx",
    "made_up_ledger",
    "mt4_html",
    "stated_figures",
    "tester_html",
    "tester_xlsx",
]
