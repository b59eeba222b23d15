"""The card of `/tax` that says whether the year is open or closed; it is of all accounts, as a return is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc

from components.card import card
from components.tax_closing import closed_panel, open_panel
from dashboard.context import services
from services.tax.closing import Filed, obstacle_of
from services.tax_year import digest_of

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.tax.closing import Closing

TITLE = "Open or closed"


def closing_card(year: int, closing: Closing | None) -> Component:
    """The state of a year with what it was closed with, and the buttons that close it or open it again."""
    whole = services().tax_years.of(year)
    obstacle = obstacle_of(whole)
    if closing is None:
        panel = open_panel(year, Filed.of(whole), obstacle)
    else:
        panel = closed_panel(closing, services().tax_profiles.read()[0].exchange_zone, obstacle)
    seen = dcc.Store(id="tax-seen", data=digest_of(whole.rows))
    return card(TITLE, panel, seen, note="all accounts, in the audit log")
