"""A sparkline: a line of a few values, in the text's colour and with its meaning in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
from dash import html

from components import format as fmt
from components.attributes import attributes
from services.calc.downsample import m4

if TYPE_CHECKING:
    from dash.development.base_component import Component
    from numpy.typing import NDArray

WIDTH, HEIGHT, MARGIN = 94, 26, 3
COLUMNS = 30
_BEFORE = quote(
    f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' preserveAspectRatio='none'>"
    "<polyline points='"
)
_AFTER = quote("' fill='none' stroke='black' stroke-width='1.5' stroke-linejoin='round'/></svg>")


def sparkline(values: NDArray[np.float64], label: str) -> Component:
    """The line of *values*, colored by whether it ends above its start."""
    known = values[np.isfinite(values)]
    if known.size < 2:  # noqa: PLR2004 - a line has two ends
        return html.Span(fmt.UNDEFINED, className="faint", title="Too few values for a line.")
    change = float(known[-1] - known[0])
    picture = _picture(known)
    words = "rose" if change > 0 else "fell" if change < 0 else "ended where it began"
    return html.Span(
        className=f"sparkline {fmt.tone(change) or 'muted'}",
        role="img",
        style={"maskImage": picture, "WebkitMaskImage": picture},
        **attributes(aria_label=f"{label} {words}"),
    )


def _picture(values: NDArray[np.float64]) -> str:
    picks = m4(np.arange(values.size).astype("datetime64[s]"), values, columns=COLUMNS)
    line = values[picks]
    low, high = float(line.min()), float(line.max())
    x = MARGIN + (WIDTH - 2 * MARGIN) * picks / (values.size - 1)
    y = MARGIN + (HEIGHT - 2 * MARGIN) * (1 - (line - low) / ((high - low) or 1.0))
    pairs = zip(x.round(1).tolist(), y.round(1).tolist(), strict=True)
    points = "%20".join(f"{across},{down}" for across, down in pairs)
    return f'url("data:image/svg+xml,{_BEFORE}{points}{_AFTER}")'
