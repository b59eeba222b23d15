"""A broker's Form 1099 brought to the tax page: its account, its file, and the button that forgets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components.drop_zone import drop_zone

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dash.development.base_component import Component

WORDS = (
    "A CSV with a sale a row: symbol, date sold and proceeds, and where the broker tells them date acquired,"
    " cost basis, wash sale, term and box. A newer file of a year takes the place of an older one."
)


def report_form(year: int, accounts: Mapping[str, str], reported: Collection[str]) -> Component:
    """Where the file is dropped; *accounts* are names by id, *reported* those that have a Form 1099."""
    options = [{"label": name, "value": key} for key, name in accounts.items()]
    only = next(iter(accounts)) if len(accounts) == 1 else None
    account = dbc.Select(id="tax-1099-account", options=options, value=only, placeholder="Choose the account")
    upload = drop_zone("tax-1099", "Drop Form 1099-B or 1099-DA as CSV here", "file-earmark-spreadsheet")
    fields = [html.Label([html.Span("Account"), account]), upload]
    gone = [_forget(year, key, name) for key, name in accounts.items() if name in reported]
    return html.Div(
        [
            html.P(WORDS, className="muted tax-words"),
            html.Div(fields, className="tax-fields wide"),
            html.Div(gone, className="tax-turns") if gone else None,
        ]
    )


def _forget(year: int, account: str, name: str) -> Component:
    return html.Button(
        f"Forget the 1099 of {name}, {year}",
        id={"type": "tax-1099-forget", "account": account},
        type="button",
        className="link-button",
    )
