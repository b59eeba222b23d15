"""Compared accounts beside a benchmark: alpha, beta, correlation and information ratio of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.benchmark_card import NOTHING, benchmark_picker
from components.card import card
from components.compare_table import MOST_ROWS
from components.report_menu import card_file
from components.table import Column, cell, plain_table
from services.metrics import find_metric

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children
    from components.benchmark_card import Choices
    from services.compared_beside import ComparedBeside
    from services.comparing import Comparison
    from services.model import Account

COLUMNS = (
    Column("Account"),
    Column("Alpha", "number", find_metric("alpha").definition),
    Column("Beta", "number", find_metric("beta").definition),
    Column("Correlation", "number", find_metric("correlation_to_benchmark").definition),
    Column("Information ratio", "number", find_metric("information_ratio").definition),
)
ITSELF = "It is the benchmark."


def beside_card(
    found: Comparison, laid: ComparedBeside | None, choices: Choices, problem: str, file: str
) -> Component:
    """The card; off until something is chosen in it. *file* describes the file of the table."""
    note = benchmark_picker(choices)
    if laid is None:
        return card("Beside a benchmark", html.P(problem or NOTHING, className="quiet-line"), note=note)
    rows: list[Children] = [
        _row(row.account, laid, is_itself=choices.value == f"account:{row.account.id}")
        for row in found.ranked[:MOST_ROWS]
    ]
    own = laid.chosen.currency
    words = f"On {fmt.count(laid.days)} days in common; {laid.chosen.name} is drawn in the growth above"
    words += f", told in its own currency, {own}." if own else "."
    name = f"Accounts beside {laid.chosen.name}"
    table, told = plain_table(COLUMNS, rows, label=name), html.P(words, className="quiet-line")
    return card(f"Beside {laid.chosen.name}", table, told, note=note, file=card_file(file, name))


def _row(account: Account, laid: ComparedBeside, *, is_itself: bool) -> list[Children]:
    name, figures = account.name, laid.figures[account.id]
    if is_itself:
        return [name, *(cell(fmt.UNDEFINED, "number faint", ITSELF) for _ in figures)]
    alpha = figures["alpha"]
    return [
        name,
        cell(fmt.fraction(alpha, sign=True), f"number {fmt.tone(alpha)}".rstrip()),
        *(fmt.number(figures[other], 2) for other in list(figures)[1:]),
    ]
