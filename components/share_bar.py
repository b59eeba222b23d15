"""A small bar beside a figure: how large it is, and to which side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components.attributes import attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component


def share_bar(value: float, largest: float) -> Component:
    """A bar as long as *value* is of *largest*, colored as a gain or a loss; the figure stands beside it."""
    known = 0.0 if math.isnan(value) or not largest else min(abs(value) / largest, 1.0)
    tone = "loss" if value < 0 else "profit"
    fill = html.Span(className=f"fill {tone}", style={"width": f"{100 * known:.1f}%"})
    return html.Span(fill, className="share-bar", **attributes(aria_hidden="true"))
