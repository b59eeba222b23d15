"""The colours a chart is drawn with, and the template made of them."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

FONT = "Inter Variable, Inter, system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """The tokens of one theme and palette, as hex colours."""

    bg: str
    surface: str
    line: str
    grid: str
    text: str
    muted: str
    faint: str
    accent: str
    profit: str
    loss: str
    loss_soft: str


def template(look: Look) -> go.layout.Template:
    """The chart template of a look: the page's font and grid, transparent ground, one hover for all lines."""
    axis = {
        "gridcolor": look.grid,
        "linecolor": look.line,
        "zerolinecolor": look.line,
        "tickfont": {"color": look.muted, "size": 11},
        "zeroline": False,
        "fixedrange": True,
        "title": {"font": {"color": look.muted, "size": 11}},
    }
    hover = {"bgcolor": look.surface, "bordercolor": look.line, "font": {"color": look.text, "size": 12}}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 12, "color": look.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hovermode": "x unified",
            "hoverlabel": hover,
            "showlegend": False,
            "dragmode": False,
            "margin": {"l": 58, "r": 12, "t": 8, "b": 30},
            "xaxis": axis,
            "yaxis": axis,
        }
    )
