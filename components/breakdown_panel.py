"""The result by group as a table: what each group made, with a small bar, and the total of all of them."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING
from urllib.parse import quote

from dash import html

from components import format as fmt
from components import moment
from components.share_bar import share_bar
from components.states import nothing_here
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children
    from services.comparison.breakdown_table import BreakdownTable, GroupRow

IN_GRID = {"symbol": "symbol", "side": "side"}


def breakdown_panel(answer: BreakdownTable, trades: str) -> Component:
    """The table of the groups; *trades* is the address of the account's trades in this period."""
    if not answer.rows:
        return nothing_here("No trade was closed in the period.", "list-ul")
    largest = max(abs(float(row.net_profit)) for row in answer.rows)
    rows = [_row(row, answer, largest, trades) for row in answer.rows]
    table = plain_table(_columns(answer), [*rows, _total(answer)], label=_title(answer), dense=True)
    words = html.P(_summary(answer), className="panel-words")
    return html.Div([html.Div(table, className="breakdown-rows"), words])


def _columns(answer: BreakdownTable) -> tuple[Column, ...]:
    return (
        Column(answer.kind.label),
        Column("Trades", "number"),
        Column("Win rate", "number wide-only"),
        Column(f"Net {answer.terms.currency}", "number strong last-phone"),
        Column("", "bar-cell wide-only"),
        Column("Share", "number muted wide-only", "Part of the whole net profit; all shares make 100 %"),
        Column("Profit factor", "number wide-only"),
        Column("Expectancy", "number wide-only", f"Mean net result of a trade in {answer.terms.currency}"),
    )


def _row(row: GroupRow, answer: BreakdownTable, largest: float, trades: str) -> Children:
    few = "Fewer than five trades say little." if row.is_small else ""
    name: Children = row.label
    if answer.kind.name in IN_GRID:
        href = _filtered(trades, IN_GRID[answer.kind.name], row.label)
        name = html.A(row.label, href=href, className="row-name")
    return html.Tr(
        [html.Th(name, scope="row"), *_cells(row, answer, share_bar(float(row.net_profit), largest))],
        className="few" if row.is_small else "",
        title=few,
    )


def _total(answer: BreakdownTable) -> Component:
    cells = _cells(answer.total, answer, None)
    return html.Tr([html.Th("Total", scope="row"), *cells], className="total")


def _cells(row: GroupRow, answer: BreakdownTable, bar: Component | None) -> list[Component]:
    digits, tone = answer.terms.digits, fmt.tone(row.net_profit)
    return [
        cell(fmt.count(row.trades), "number"),
        cell(fmt.fraction(row.win_rate, 1), "number wide-only"),
        cell(fmt.money(row.net_profit, digits, sign=True), f"number strong last-phone {tone}".rstrip()),
        cell(bar, "bar-cell wide-only"),
        cell(fmt.fraction(row.share, 1), "number muted wide-only", _why(row.share, "The total is 0.")),
        cell(fmt.ratio(row.profit_factor), "number wide-only", _why(row.profit_factor, "No trade lost.")),
        cell(fmt.money(row.expectancy, digits, sign=True), "number wide-only"),
    ]


def _why(value: float, reason: str) -> str:
    return reason if math.isnan(value) else ""


def _filtered(trades: str, field: str, value: str) -> str:
    """The address of the trades of one group, as the grid filters them."""
    model = {field: {"filterType": "text", "type": "equals", "filter": value}}
    join = "&" if "?" in trades else "?"
    return f"{trades}{join}filter={quote(json.dumps(model, separators=(',', ':')))}"


def _title(answer: BreakdownTable) -> str:
    return f"Result by {answer.kind.label.lower()}"


def _summary(answer: BreakdownTable) -> str:
    digits, total = answer.terms.digits, answer.total
    few = any(row.is_small for row in answer.rows)
    muted = " Muted and slanted: fewer than five trades." if few else ""
    return (
        f"{answer.kind.definition} n = {fmt.count(total.trades)} closed trades after costs, together"
        f" {fmt.money(total.net_profit, digits, sign=True)} {answer.terms.currency}; times of"
        f" {moment.zone_name(answer.terms.zone)}.{muted}"
    )
