"""The equity line of the live page: filled with what was recorded, grown by the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from dash import html

from components import format as fmt
from components import moment
from components.attributes import attributes
from components.card import card
from components.chart import chart
from components.figure import Figure, axis, layout, milliseconds, typed
from components.report_menu import card_file
from components.states import nothing_here
from services.calc.period import as_datetime64
from services.calc.server_zone import server_zone
from services.live.window import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component

    from components.look import Look
    from services.live.glance import NamedLine

NAME = "live-equity"
DASHES = ("solid", "solid", "solid", "dot", "dash", "dashdot")
MILLISECONDS = "datetime64[ms]"


def live_chart(
    lines: Sequence[NamedLine],
    window: str,
    zone: str,
    look: Look,
    *,
    start: datetime,
    end: datetime,
    file: str,
) -> Component:
    """The card of the chart from *start* to *end* with its chooser and *file*; times are those of *zone*."""
    title = "Equity" if _is_money(lines) else "Change"
    if not lines:
        text = "No equity was recorded in this time; the line begins when the stream is there."
        return card(title, nothing_here(text, "graph-up"), note=_chooser(window))
    figure = _figure(lines, zone, look, start, end)
    key = None if _is_money(lines) else _key(lines)
    drawn = chart(NAME, figure, summary(lines, start, zone), size="live")
    return card(title, key, drawn, note=_chooser(window), file=card_file(file, f"{title} as it was recorded"))


def chart_start(lines: Sequence[NamedLine]) -> list[dict[str, Any]]:
    """The lines for the browser: times in milliseconds since 1970, values in money or fractions."""
    return [
        {
            "name": named.name,
            "account": named.account_id,
            "currency": named.currency,
            "time": named.line.time.astype(MILLISECONDS).astype(np.int64).tolist(),
            "value": [float(value) if np.isfinite(value) else None for value in named.line.value],
        }
        for named in lines
    ]


def summary(lines: Sequence[NamedLine], start: datetime, zone: str) -> str:
    """The lines in a sentence."""
    since = f"since {moment.time(start, zone, seconds=False)} {moment.zone_name(zone)}"
    if _is_money(lines):
        values = lines[0].line.value[np.isfinite(lines[0].line.value)]
        first, last, low, high = (
            fmt.money(value) for value in (values[0], values[-1], values.min(), values.max())
        )
        return f"Equity {since}: from {first} to {last} {lines[0].currency}, lowest {low}, highest {high}."
    told = [f"{named.name} {fmt.fraction(_last(named), sign=True)}" for named in lines]
    return f"Change {since}, deposits and withdrawals left out: {', '.join(told)}."


def _figure(lines: Sequence[NamedLine], zone: str, look: Look, start: datetime, end: datetime) -> Figure:
    clock = server_zone(zone)
    is_money = _is_money(lines)
    edges = clock.local_times(np.array([as_datetime64(start), as_datetime64(end)]))
    labels = not (is_money and fmt.amounts_are_hidden())
    money = {"separatethousands": True, "exponentformat": "none", "showticklabels": labels}
    values = money if is_money else {"tickformat": "+,.2~%"}
    colors = (look.accent, look.profit, look.loss, look.muted, look.text, look.faint)
    return {
        "data": [
            _line(named, milliseconds(clock.local_times(named.line.time)), color, dash)
            for named, color, dash in zip(lines, colors, DASHES, strict=False)
        ],
        "layout": layout(
            look,
            margin={"l": 62 if is_money else 52, "r": 12, "t": 8, "b": 30},
            xaxis=axis(
                look,
                type="date",
                range=[str(edge) for edge in edges],
                nticks=5,
                hoverformat=f"%H:%M:%S {moment.zone_name(zone)}",
            ),
            yaxis=axis(look, nticks=5, **values),
        ),
    }


def _line(named: NamedLine, times: dict[str, str], color: str, dash: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": named.name,
        "x": times,
        "y": typed(named.line.value),
        "customdata": [_told(named, value) for value in named.line.value],
        "line": {"color": color, "width": 2 if dash == "solid" else 1.5, "dash": dash},
        "hovertemplate": "%{customdata}",
    }


def _told(named: NamedLine, value: float) -> str:
    return f"{fmt.money(value)} {named.currency}" if named.currency else fmt.fraction(value, sign=True)


def _last(named: NamedLine) -> float:
    values = named.line.value[np.isfinite(named.line.value)]
    return float(values[-1])


def _is_money(lines: Sequence[NamedLine]) -> bool:
    return bool(lines) and bool(lines[0].currency)


def _key(lines: Sequence[NamedLine]) -> Component:
    items = [
        html.Span([html.Span(className=f"stroke line-{place}"), named.name])
        for place, named in enumerate(lines)
    ]
    return html.Div(items, className="chart-key live-key")


def _chooser(window: str) -> Component:
    links = [
        html.A(
            label,
            href=f"/live?window={name}",
            **attributes(data_set=f"window={name}", aria_current="true" if name == window else None),
        )
        for name, label, _ in WINDOWS
    ]
    return html.Div(links, className="segmented small", role="group", **attributes(aria_label="Time shown"))
