"""A time on screen: the clock of a zone, with the zone and the same instant in UTC for who points at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import moment
from services.number_text import UNDEFINED

if TYPE_CHECKING:
    from datetime import datetime

    from dash.development.base_component import Component


def stamp(instant: datetime | None, zone: str, *, seconds: bool = True) -> Component:
    """Day and time of an instant in *zone*."""
    if instant is None:
        return html.Time(UNDEFINED, title="")
    utc = moment.utc(instant)
    title = f"{moment.zone_name(zone)} · {utc}"
    return html.Time(moment.time(instant, zone, seconds=seconds), dateTime=utc, title=title)
