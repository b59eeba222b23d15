"""Figures as the plain values the chart library reads: typed arrays, times in milliseconds, one look."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from components.look import FONT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from components.look import Look

Figure = dict[str, Any]
_NAMES = {"float64": "f8", "float32": "f4", "int64": "i4", "int32": "i4", "int16": "i2", "int8": "i1"}


def typed(values: NDArray[Any]) -> dict[str, str]:
    """Numbers as the bytes the browser holds them in; NaN is a gap.

    >>> typed(np.array([1.0, np.nan]))
    {'dtype': 'f8', 'bdata': 'AAAAAAAA8D8AAAAAAAD4fw=='}
    """
    name = _NAMES[values.dtype.name]
    packed = np.ascontiguousarray(values, dtype=np.dtype(f"<{name}"))
    return {"dtype": name, "bdata": base64.b64encode(packed.tobytes()).decode("ascii")}


def milliseconds(times: NDArray[np.datetime64]) -> dict[str, str]:
    """Wall-clock times, or days, as milliseconds since 1970 for an axis of dates."""
    return typed(times.astype("datetime64[ms]").astype(np.int64).astype(np.float64))


def numbers(values: dict[str, str]) -> NDArray[np.float64]:
    """The numbers behind a typed array, for who wants to look at a figure.

    >>> numbers(typed(np.array([1.0, 2.5])))
    array([1. , 2.5])
    """
    raw = np.frombuffer(base64.b64decode(values["bdata"]), dtype=np.dtype(f"<{values['dtype']}"))
    return raw.astype(np.float64)


def layout(look: Look, **changes: object) -> Figure:
    """The layout every chart starts from, with *changes*: transparent ground, the page's font, one hover."""
    return {
        "font": {"family": FONT, "size": 12, "color": look.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": look.surface,
            "bordercolor": look.line,
            "font": {"color": look.text, "size": 12},
        },
        "showlegend": False,
        "dragmode": False,
        "margin": {"l": 58, "r": 12, "t": 8, "b": 30},
        **changes,
    }


def axis(look: Look, **changes: object) -> Figure:
    """An axis with *changes*: quiet labels, a grid in the grid's color, nothing to drag."""
    return {
        "gridcolor": look.grid,
        "linecolor": look.line,
        "zerolinecolor": look.line,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": look.muted, "size": 11},
        **changes,
    }


def vertical(look: Look, at: float, text: str, *, dash: str, side: str) -> tuple[Figure, Figure]:
    """A vertical line at *at* named at its top: the shape and its label, which stands at its *side*."""
    line = {"color": look.text, "width": 1.25, "dash": dash}
    shape = {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}
    label = {
        "x": at,
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "text": text,
        "showarrow": False,
        "xanchor": side,
        "yanchor": "bottom",
        "xshift": 3 if side == "left" else -3,
        "font": {"size": 11, "color": look.muted},
    }
    return shape, label
