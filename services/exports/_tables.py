"""Parts as tables, for formats that have nothing better for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.exports._document import Column, Table
from services.exports._kind import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.exports._chart import Chart


def chart_table(chart: Chart) -> Table:
    """The points of a chart, one a row: its position, then every line's value."""
    is_time = not isinstance(chart.position, tuple)
    columns = [Column("time" if is_time else "position", "Time" if is_time else "", _KINDS[is_time])]
    columns += [Column(_name(line.label), line.label, chart.kind, chart.digits) for line in chart.lines]
    columns += [Column(_name(line.label), line.label, Kind.FRACTION) for line in chart.beneath]
    return Table(chart.name, chart.title, tuple(columns), _points(chart), size=chart.size)


_KINDS = {True: Kind.TIME, False: Kind.TEXT}


def _points(chart: Chart) -> Iterator[Sequence[object]]:
    if isinstance(chart.position, tuple):
        places: Sequence[object] = chart.position
    else:
        places = [f"{text}+00:00" for text in np.datetime_as_string(chart.position, unit="s")]
    lines = [line.values.tolist() for line in (*chart.lines, *chart.beneath)]
    yield from zip(places, *lines, strict=True)


def _name(label: str) -> str:
    return label.lower().replace(" ", "_")
