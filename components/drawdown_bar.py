"""Balance drawdown against equity drawdown: what was booked, and what was open and not yet booked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component

FULL = 0.4


def drawdown_bar(balance: float, equity: float) -> Component:
    """Both drawdowns as figures with a bar between them, full at 40 %."""
    label = f"drawdown on balance {fmt.fraction(abs(balance))}, on equity {fmt.fraction(abs(equity))}"
    bar = html.Span(
        [
            html.Span(className="equity", style={"width": _width(equity)}),
            html.Span(className="balance", style={"width": _width(balance)}),
        ],
        className="drawdown-bar",
        role="img",
        title=label,
        **attributes(aria_label=label),
    )
    return html.Span(
        [
            html.Span(fmt.fraction(abs(balance)), className="figure"),
            bar,
            html.Span(fmt.fraction(abs(equity)), className="figure"),
        ],
        className="drawdown",
    )


def _width(value: float) -> str:
    if not math.isfinite(value):
        return "0"
    return f"{min(1.0, abs(value) / FULL):.1%}"
