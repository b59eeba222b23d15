"""What stands on a page before there is any account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.page_header import action_link
from components.states import empty_state

if TYPE_CHECKING:
    from dash.development.base_component import Component


def first_run() -> Component:
    """Why the page is empty, and the one thing to do about it."""
    return empty_state(
        "No accounts yet",
        "Import a report from MetaTrader, and its deals become accounts, trades, equity and figures"
        " that are checked against what the broker printed.",
        action_link("Import report", "/import", "upload", primary=True),
        symbol="graph-up-arrow",
        level=1,
    )
