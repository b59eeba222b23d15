"""The figure of a curve: equity with its balance, flows marked on it, drawdown beneath on the same days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from components import format as fmt
from components import moment
from components.look import template
from services.calc.curve import MIXED
from services.calc.downsample import m4
from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from components.look import Look
    from services.answers import EquityCurve

DRAWDOWN_SHARE = 0.24
GAP = 0.07


def equity_figure(curve: EquityCurve, zone: str, look: Look) -> go.Figure:
    """The figure of a curve, with at most as many points as can be told apart."""
    line = main_line(curve)
    keep = m4(line, curve.balance, curve.drawdown)
    times = server_zone(zone).local_times(curve.time[keep])
    figure = go.Figure(layout=_layout(look, zone))
    if knows_equity(curve):
        figure.add_trace(_line(times, curve.balance[keep], curve, "balance", look.muted, dash="dot"))
        figure.add_trace(_line(times, line[keep], curve, main_word(curve).lower(), look.accent, dash="solid"))
    else:
        figure.add_trace(_line(times, line[keep], curve, "balance", look.accent, dash="solid", shape="hv"))
    figure.add_trace(_drawdown(times, curve.drawdown[keep], look))
    if curve.flows:
        figure.add_trace(_flows(curve, line, zone, look))
    return figure


def knows_equity(curve: EquityCurve) -> bool:
    """Whether equity was measured anywhere; where it was not, the balance is all there is to draw."""
    return bool(np.isfinite(curve.equity).any())


def main_word(curve: EquityCurve) -> str:
    """What the chart's main line is; a value when some accounts have equity and others only a balance."""
    if not knows_equity(curve):
        return "Balance"
    return "Value" if curve.source == MIXED else "Equity"


def main_line(curve: EquityCurve) -> NDArray[np.float64]:
    """The values of the main line."""
    return curve.equity if knows_equity(curve) else curve.balance


def _layout(look: Look, zone: str) -> go.Layout:
    small = {"tickfont": {"color": look.muted, "size": 11}, "gridcolor": look.grid, "zeroline": False}
    money = {"separatethousands": True, "exponentformat": "none", "nticks": 5}
    spike = {"showspikes": True, "spikemode": "across", "spikedash": "dot", "spikethickness": 1}
    return go.Layout(
        template=template(look),
        xaxis={
            "anchor": "y2",
            "type": "date",
            "hoverformat": f"%-d %b %Y %H:%M {moment.zone_name(zone)}",
            "spikecolor": look.faint,
            **spike,
        },
        yaxis={"domain": [DRAWDOWN_SHARE + GAP, 1], "showticklabels": not fmt.amounts_are_hidden(), **money},
        yaxis2={
            "domain": [0, DRAWDOWN_SHARE],
            "tickformat": ",.1~%",
            "nticks": 4,
            "fixedrange": True,
            **small,
        },
    )


def _line(
    times: NDArray[np.datetime64],
    values: NDArray[np.float64],
    curve: EquityCurve,
    name: str,
    color: str,
    *,
    dash: str,
    shape: str = "",
) -> go.Scatter:
    is_main = dash == "solid"
    texts = [f"{fmt.money(value, curve.currency_digits)} {curve.currency}" for value in values]
    return go.Scatter(
        x=times,
        y=values,
        customdata=texts,
        name=name,
        mode="lines",
        line={
            "color": color,
            "width": 2 if is_main else 1.25,
            "dash": dash,
            "shape": shape or ("linear" if is_main else "hv"),
        },
        hovertemplate="%{customdata}",
    )


def _drawdown(times: NDArray[np.datetime64], values: NDArray[np.float64], look: Look) -> go.Scatter:
    return go.Scatter(
        x=times,
        y=values,
        customdata=[fmt.fraction(value) for value in values],
        name="drawdown",
        yaxis="y2",
        mode="lines",
        line={"color": look.loss, "width": 1.1},
        fill="tozeroy",
        fillcolor=look.loss_soft,
        hovertemplate="%{customdata}",
    )


def _flows(curve: EquityCurve, line: NDArray[np.float64], zone: str, look: Look) -> go.Scatter:
    times = np.array([as_datetime64(flow.time) for flow in curve.flows])
    at = np.clip(np.searchsorted(curve.time, times, side="right") - 1, 0, curve.time.size - 1)
    symbols = ["triangle-up" if flow.amount > 0 else "triangle-down" for flow in curve.flows]
    texts = [
        f"{fmt.money(flow.amount, curve.currency_digits, sign=True)} {curve.currency}" for flow in curve.flows
    ]
    return go.Scatter(
        x=server_zone(zone).local_times(times),
        y=line[at],
        customdata=texts,
        name="flow",
        mode="markers",
        marker={"symbol": symbols, "size": 9, "color": look.muted},
        hovertemplate="%{customdata}",
    )
