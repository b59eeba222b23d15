"""A curve on a page: its figure, what its lines are, its summary in words, the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from components import moment
from components.chart import chart, chart_key
from components.equity_figure import equity_figure, knows_equity, main_line, main_word
from components.table import Column, plain_table
from services.calc.period import as_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.look import Look
    from services.answers import EquityCurve
    from services.calc.drawdown_table import Drawdown

TABLE_ROWS = 24


def equity_chart(
    name: str, curve: EquityCurve, zone: str, look: Look, falls: Sequence[Drawdown] = ()
) -> Component:
    """The chart of a curve with its summary and its table; days are those of *zone*, *falls* are numbered."""
    figure = equity_figure(curve, zone, look, falls)
    return chart(name, figure, summary(curve, zone), _table(curve, zone))


def equity_key(curve: EquityCurve) -> Component:
    """What the chart's lines are."""
    items = [("", main_word(curve).lower())]
    items += [("dashed", "balance")] * knows_equity(curve)
    items.append(("fill", "drawdown"))
    if curve.flows:
        items.append(("flow", "deposit or withdrawal"))
    return chart_key(*items)


def curve_title(curve: EquityCurve | None) -> str:
    """What the chart of a curve is called."""
    return "Equity and balance" if curve is None or knows_equity(curve) else "Balance"


def summary(curve: EquityCurve, zone: str) -> str:
    """The curve in a sentence: from, to, extremes, deepest drawdown."""
    name, digits = main_word(curve), curve.currency_digits
    line = main_line(curve)
    line = line[np.isfinite(line)]
    verb = "rose" if line[-1] > line[0] else "fell" if line[-1] < line[0] else "went"
    worst = int(np.nanargmin(curve.drawdown)) if np.isfinite(curve.drawdown).any() else 0
    return (
        f"{name} {verb} from {fmt.money(line[0], digits)} to {fmt.money(line[-1], digits)} {curve.currency},"
        f" lowest {fmt.money(line.min(), digits)}, highest {fmt.money(line.max(), digits)};"
        f" deepest drawdown {fmt.fraction(curve.drawdown[worst])}"
        f" on {moment.day(as_datetime(curve.time[worst]), zone)}. Measured on {curve.source}, {curve.grain}."
    )


def _table(curve: EquityCurve, zone: str) -> Component:
    picks = np.unique(np.linspace(0, curve.time.size - 1, min(TABLE_ROWS, curve.time.size)).astype(np.int64))
    digits = curve.currency_digits
    columns = (
        Column(f"Time ({moment.zone_name(zone)})"),
        Column(f"{'Value' if main_word(curve) == 'Value' else 'Equity'} {curve.currency}", "number"),
        Column(f"Balance {curve.currency}", "number"),
        Column("Drawdown", "number"),
    )
    rows = [
        [
            moment.time(as_datetime(curve.time[at]), zone, seconds=False),
            fmt.money(curve.equity[at], digits),
            fmt.money(curve.balance[at], digits),
            fmt.fraction(curve.drawdown[at]),
        ]
        for at in picks
    ]
    return plain_table(columns, rows, label="Equity, balance and drawdown at evenly spaced times", dense=True)
