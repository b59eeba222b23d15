"""The figure of a heatmap, as the plain value that the chart library reads."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from components.ink import is_read_best_in, mixed
from components.look import FONT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from components.heatmap_view import HeatmapView
    from components.look import Look

Figure = dict[str, Any]
GAP = 2
HOVER = "%{hovertext}<extra></extra>"
NEAR, FAR = 0.1, 0.28
TALL = 14
MANY_COLUMNS = 12
LONGEST_LABEL = 18
LINE_LETTERS, MOST_LINES = 12, 3


def heatmap_figure(view: HeatmapView, look: Look) -> Figure:
    """Cells with their texts, totals along the edges; rows from the top."""
    known = np.isfinite(view.shades)
    is_faint = _is_faint(view, look)
    traces = [
        _ground(view, ~known, look),
        _cells(view, known & is_faint, look, look.text),
        _cells(view, known & ~is_faint, look, look.surface),
        *_margins(view, look),
    ]
    return {"data": traces, "layout": _layout(view, look)}


def _ground(view: HeatmapView, shown: NDArray[np.bool_], look: Look) -> Figure:
    """The cells without a value."""
    z = [[0 if here else None for here in row] for row in shown.tolist()]
    return _trace(z, _flat(look.grid)) | {"hovertext": _hovers(view), "hovertemplate": HOVER}


def _cells(view: HeatmapView, shown: NDArray[np.bool_], look: Look, ink: str) -> Figure:
    """The cells whose text is written in *ink*."""
    shades = np.where(shown, view.shades, np.nan)
    z = [[None if np.isnan(value) else round(value, 3) for value in row] for row in shades.tolist()]
    texts = [
        [_written(text, is_small=small) if here else "" for text, small, here in zip(*row, strict=True)]
        for row in zip(view.brief, view.small.tolist(), shown.tolist(), strict=True)
    ]
    return _trace(z, _scale(view, look)) | {
        "zmin": 0 if view.is_sized else -1,
        "zmax": 1,
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"size": 10 if len(view.columns) > MANY_COLUMNS else 12, "color": ink},
        "hovertext": _hovers(view),
        "hovertemplate": HOVER,
    }


def _written(text: str, *, is_small: bool) -> str:
    return f"<i>{text}</i>" if is_small and text else text


def _scale(view: HeatmapView, look: Look) -> list[list[Any]]:
    if view.is_sized:
        return [[0, look.surface], [1, look.accent]]
    return [[0, look.loss], [0.5, look.surface], [1, look.profit]]


def _is_faint(view: HeatmapView, look: Look) -> NDArray[np.bool_]:
    """The cells so pale that their text is read best in the color of text."""
    bounds = [_strongest(end[1], look) for end in _scale(view, look) if end[1] != look.surface]
    low, high = bounds[0], bounds[-1]
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(view.shades < 0, -view.shades <= low, view.shades <= high))


def _strongest(color: str, look: Look) -> float:
    """The strongest shade of *color* on which the color of text is read best."""
    steps = [step / 20 for step in range(21)]
    fitting = (
        step
        for step in reversed(steps)
        if is_read_best_in(look.text, look.surface, mixed(color, look.surface, step))
    )
    return next(fitting, 0.0)


def _hovers(view: HeatmapView) -> list[list[str]]:
    columns = range(len(view.columns))
    return [[_hover(view, row, column) for column in columns] for row in range(len(view.rows))]


def _hover(view: HeatmapView, row: int, column: int) -> str:
    count = int(view.counts[row, column])
    few = ", too few to tell" if view.small[row, column] else ""
    place, text = f"{view.rows[row]} · {view.columns[column]}", view.full[row][column]
    return f"{place}<br><b>{text}</b><br>n = {count:,}{few}" if text else f"{place}<br>nothing"


def _margins(view: HeatmapView, look: Look) -> list[Figure]:
    if not view.row_margin or not view.column_margin:
        return []
    right, below = _edges(len(view.columns)), _edges(len(view.rows))
    return [
        _margin([[pair] for pair in view.row_margin], look) | {"x": right},
        _margin([list(view.column_margin)], look) | {"y": below},
        _margin([[view.corner]], look) | {"x": right, "y": below},
    ]


def _edges(size: int) -> list[float]:
    """From where to where the totals stand beside *size* cells: a little apart."""
    apart = FAR if size > MANY_COLUMNS else NEAR
    return [size - 0.5 + apart, size + 0.5 + apart]


def _margin(pairs: Sequence[Sequence[tuple[str, str]]], look: Look) -> Figure:
    z = [[0 for _ in row] for row in pairs]
    return _trace(z, _flat(look.surface)) | {
        "text": [[f"<b>{brief}</b>" for brief, _ in row] for row in pairs],
        "texttemplate": "%{text}",
        "textfont": {"size": 11, "color": look.text},
        "hovertext": [[f"Total<br><b>{full}</b>" for _, full in row] for row in pairs],
        "hovertemplate": HOVER,
    }


def _trace(z: list[list[Any]], scale: list[list[Any]]) -> Figure:
    return {
        "type": "heatmap",
        "z": z,
        "colorscale": scale,
        "showscale": False,
        "xgap": GAP,
        "ygap": GAP,
        "hoverongaps": False,
    }


def _flat(color: str) -> list[list[Any]]:
    return [[0, color], [1, color]]


def _layout(view: HeatmapView, look: Look) -> Figure:
    is_tall = len(view.rows) > TALL
    hover = {"bgcolor": look.surface, "bordercolor": look.line, "font": {"color": look.text, "size": 12}}
    across = _axis([*map(_in_lines, view.columns)], look, is_margined=bool(view.row_margin))
    down = _axis([*map(_short, view.rows)], look, is_margined=bool(view.column_margin))
    return {
        "font": {"family": FONT, "size": 12, "color": look.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": hover,
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "margin": {"l": 8, "r": 4, "t": 4, "b": 4, "pad": 4},
        "xaxis": across | {"side": "top" if is_tall else "bottom", "tickangle": 0},
        "yaxis": down | {"range": _span(len(view.rows), is_margined=bool(view.column_margin))[::-1]},
    }


def _axis(labels: Sequence[str], look: Look, *, is_margined: bool) -> Figure:
    places = [float(number) for number in range(len(labels))]
    if is_margined:
        labels, places = [*labels, "Total"], [*places, sum(_edges(len(places))) / 2]
    return {
        "tickvals": places,
        "ticktext": list(labels),
        "tickfont": {"color": look.muted, "size": 11},
        "range": _span(len(labels) - is_margined, is_margined=is_margined),
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }


def _span(size: int, *, is_margined: bool) -> list[float]:
    return [-0.5, _edges(size)[1] if is_margined else size - 0.5]


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _in_lines(label: str) -> str:
    """A label above or under its column, in lines no wider than the column."""
    return "<br>".join(wrap(label, LINE_LETTERS, max_lines=MOST_LINES, placeholder="…"))
