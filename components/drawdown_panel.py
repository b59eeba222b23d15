"""The deepest drawdowns as a table; the number of a row shows its days on the equity curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.attributes import attributes
from components.pill import pill
from components.states import nothing_here
from components.table import Column, cell, plain_table
from services.calc.period import as_datetime
from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    import numpy as np
    from dash.development.base_component import Component

    from components.attributes import Children
    from services.calc.drawdown_table import Drawdown
    from services.insight_answers import Falls

COLUMNS = (
    Column("No.", "rank", "Shows the fall on the curve"),
    Column("Depth", "number strong", "Of the flow-neutral index, from its peak to its valley"),
    Column("Peak", "number wide-only"),
    Column("Valley", "number"),
    Column("End", "number last-phone", "When the peak was reached again"),
    Column("Down", "number wide-only", "From the peak to the valley"),
    Column("Recovery", "number wide-only", "From the valley until the peak was reached again"),
)


def drawdown_panel(answer: Falls) -> Component:
    """The table with its summary in words."""
    if not answer.falls:
        return nothing_here("The account never fell below a peak in the period.", "graph-down")
    rows = [_row(number, fall, answer.subject.zone) for number, fall in enumerate(answer.falls, start=1)]
    table = plain_table(COLUMNS, rows, label="The deepest drawdowns", dense=True)
    return html.Div([table, html.P(_summary(answer), className="panel-words")], className="fall-table")


def _row(number: int, fall: Drawdown, zone: str) -> list[Children]:
    button = html.Button(
        str(number),
        type="button",
        className="fall-number",
        **attributes(
            data_fall=f"{_wall(fall.start, zone)}/{'' if fall.end is None else _wall(fall.end, zone)}",
            aria_label=f"Show drawdown {number} on the curve",
            aria_pressed="false",
        ),
    )
    end = pill("open", "warn", title="The peak was not reached again.")
    return [
        button,
        cell(fmt.fraction(-fall.depth), "number strong loss"),
        _day(fall.start, zone),
        _day(fall.valley, zone),
        end if fall.end is None else _day(fall.end, zone),
        moment.duration(fall.days_down * moment.DAY),
        _recovery(fall),
    ]


def _recovery(fall: Drawdown) -> Children:
    if fall.recovery_days is None:
        return cell(fmt.UNDEFINED, "number wide-only faint", "The peak was not reached again.")
    return moment.duration(fall.recovery_days * moment.DAY)


def _day(time: np.datetime64, zone: str) -> str:
    return moment.day(as_datetime(time), zone)


def _wall(time: np.datetime64, zone: str) -> str:
    """The wall clock that the chart's axis of days shows."""
    return f"{server_zone(zone).to_server(as_datetime(time)):%Y-%m-%d %H:%M:%S}"


def _summary(answer: Falls) -> str:
    open_now = any(fall.is_open for fall in answer.falls)
    state = "One of them is still open." if open_now else "All of them were recovered."
    zone = moment.zone_name(answer.subject.zone)
    count = len(answer.falls)
    named = "The deepest fall." if count == 1 else f"The {count} deepest falls, deepest first."
    return f"{named} {state} Measured on {answer.series}, deposits taken out; days of {zone}."
