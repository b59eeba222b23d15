"""An address that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import register_page

from components.page_header import action_link
from components.states import empty_state
from dashboard.view import page

if TYPE_CHECKING:
    from dash.development.base_component import Component

register_page(__name__, title="Not found · Performance Tracker")  # type: ignore[no-untyped-call]


@page
def layout(**_: str) -> Component:
    """The page."""
    return empty_state(
        "Nothing at this address",
        "The page may have moved, or the address was cut short.",
        action_link("Go to the overview", "/", "speedometer2", primary=True),
        symbol="signpost-split",
        level=1,
    )
