"""The form beside a file that was read: the server's clock, the account, and the button that stores."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html

from components import format as fmt
from components.card import card
from components.icon import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.import_result import Reading
    from services.answers import ImportReport


NONE = "-"


@dataclass(frozen=True, slots=True)
class Offer:
    """What could be stored of the files that were read; *files* counts those still to be stored."""

    files: int = 0
    deals: int = 0
    reconciles: bool = True
    zone_reason: str = ""


def offer_of(readings: Sequence[Reading]) -> dict[str, Any]:
    """What the files offer, as a value that travels to the browser and back."""
    waiting = [report for reading in readings for report in reading.reports if not report.stored]
    return asdict(
        Offer(
            files=len(waiting),
            deals=sum(report.new_deals + report.changed_deals for report in waiting),
            reconciles=all(report.reconciles for report in waiting),
            zone_reason=_reason(waiting),
        )
    )


def _reason(waiting: Sequence[ImportReport]) -> str:
    """Why the clock was taken: once where it is the same for all accounts, else a line for each."""
    found = {report.account.name: report.server_zone_reason for report in waiting}
    if len(set(found.values())) <= 1:
        return next(iter(found.values()), "")
    return "\n".join(f"{name}: {reason}" for name, reason in found.items())


def store_words(offer: Offer) -> list[object]:
    """The words on the button that stores."""
    if not offer.deals:
        return ["Nothing new to store"]
    return [icon("check-lg"), f"Store {fmt.count(offer.deals)} deal{'' if offer.deals == 1 else 's'}"]


def import_form(zones: Sequence[tuple[str, str]]) -> Component:
    """The form, hidden until there is something to store."""
    options = [{"label": "As the fills suggest", "value": NONE}]
    options += [{"label": label, "value": value} for value, label in zones]
    clock = html.Div(
        [
            html.P(id="import-zone-reason", className="muted lines"),
            html.Label("Clock of the trade server", htmlFor="import-zone", className="visually-hidden"),
            dbc.Select(id="import-zone", options=options, value=NONE),
            html.Div(
                [
                    html.Label(
                        "Account name, when it should differ",
                        htmlFor="import-account",
                        className="field-label",
                    ),
                    dbc.Input(id="import-account", debounce=True, placeholder="as the file says", value=""),
                ]
            ),
        ],
        className="import-form",
    )
    button = html.Button(
        "Store", id="import-store", type="button", className="button primary wide", disabled=True
    )
    body = [card("Server time", clock), _confirm(), button]
    return html.Form(body, id="import-form", className="rows", hidden=True)


def _confirm() -> Component:
    tick = dbc.Checkbox(
        id="import-confirm",
        value=False,
        label="Store it although it does not add up; the account is marked with its residual.",
    )
    return html.Div(tick, id="import-confirm-row", className="confirm-row", hidden=True)
