"""The figure of a curve: equity with its balance, flows marked on it, drawdown beneath on the same days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from components import moment
from components.figure import Figure, axis, layout, milliseconds, typed
from services.calc.curve import MIXED
from services.calc.downsample import m4
from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from components.look import Look
    from services.answers import EquityCurve
    from services.calc.drawdown_table import Drawdown

DRAWDOWN_SHARE = 0.24
GAP = 0.07


def equity_figure(curve: EquityCurve, zone: str, look: Look, falls: Sequence[Drawdown] = ()) -> Figure:
    """The figure of a curve, with at most as many points as can be told apart, and its *falls* by number."""
    line = main_line(curve)
    keep = m4(curve.time, line, curve.balance, curve.drawdown)
    times = milliseconds(server_zone(zone).local_times(curve.time[keep]))
    main = _line(times, line[keep], main_word(curve).lower(), look.accent, _told(curve))
    data = [main]
    if knows_equity(curve):
        balance = _line(times, curve.balance[keep], "balance", look.muted, _told(curve))
        data.insert(0, balance | {"line": {"color": look.muted, "width": 1.25, "dash": "dot", "shape": "hv"}})
    else:
        main["line"]["shape"] = "hv"
    data.append(_drawdown(times, curve.drawdown[keep], look))
    data += [_flows(curve, line, zone, look)] if curve.flows else []
    data += [_falls(falls, zone, look)] if falls else []
    return {"data": data, "layout": _layout(look, zone)}


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


def _layout(look: Look, zone: str) -> Figure:
    return layout(
        look,
        xaxis=axis(
            look,
            anchor="y2",
            type="date",
            hoverformat=f"%-d %b %Y %H:%M {moment.zone_name(zone)}",
            showspikes=True,
            spikemode="across",
            spikedash="dot",
            spikethickness=1,
            spikecolor=look.faint,
        ),
        yaxis=axis(
            look,
            domain=[DRAWDOWN_SHARE + GAP, 1],
            showticklabels=not fmt.amounts_are_hidden(),
            separatethousands=True,
            exponentformat="none",
            nticks=5,
        ),
        yaxis2=axis(look, domain=[0, DRAWDOWN_SHARE], tickformat=",.1~%", nticks=4),
    )


def _told(curve: EquityCurve) -> str:
    """How the hover tells an amount of the curve: the value in the browser, or dots."""
    if fmt.amounts_are_hidden():
        return f"{fmt.HIDDEN} {curve.currency}"
    return f"%{{y:,.{curve.currency_digits}f}} {curve.currency}"


def _line(times: dict[str, str], values: NDArray[np.float64], name: str, color: str, told: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": times,
        "y": typed(values),
        "line": {"color": color, "width": 2},
        "hovertemplate": told,
    }


def _drawdown(times: dict[str, str], values: NDArray[np.float64], look: Look) -> Figure:
    line = _line(times, values, "drawdown", look.loss, "%{y:.2%}")
    under = {"yaxis": "y2", "fill": "tozeroy", "fillcolor": look.loss_soft}
    return line | under | {"line": {"color": look.loss, "width": 1.1}}


def _flows(curve: EquityCurve, line: NDArray[np.float64], zone: str, look: Look) -> Figure:
    times = np.array([as_datetime64(flow.time) for flow in curve.flows])
    at = np.clip(np.searchsorted(curve.time, times, side="right") - 1, 0, curve.time.size - 1)
    symbols = ["triangle-up" if flow.amount > 0 else "triangle-down" for flow in curve.flows]
    texts = [
        f"{fmt.money(flow.amount, curve.currency_digits, sign=True)} {curve.currency}" for flow in curve.flows
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "flow",
        "x": milliseconds(server_zone(zone).local_times(times)),
        "y": typed(line[at]),
        "customdata": texts,
        "marker": {"symbol": symbols, "size": 9, "color": look.muted},
        "hovertemplate": "%{customdata}",
    }


def _falls(falls: Sequence[Drawdown], zone: str, look: Look) -> Figure:
    """The deepest drawdowns by number, at their valleys."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "fall",
        "yaxis": "y2",
        "x": milliseconds(server_zone(zone).local_times(np.array([fall.valley for fall in falls]))),
        "y": typed(np.array([-fall.depth for fall in falls])),
        "text": [str(number) for number in range(1, len(falls) + 1)],
        "textfont": {"size": 9, "color": look.loss},
        "marker": {"size": 14, "color": look.surface, "line": {"color": look.loss, "width": 1}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
