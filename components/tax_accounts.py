"""What each account is for taxes: whose, whether a broker reports its sales, until when it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from services.tax.model import Owner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.profile import Profile

OWNED = {Owner.TAXPAYER: "Mine", Owner.SPOUSE: "My spouse's", Owner.RETIREMENT: "Retirement (IRA)"}
OWNERS = [{"label": words, "value": one.value} for one, words in OWNED.items()]
REPORTED = [{"label": "No", "value": "false"}, {"label": "Yes, on Form 1099", "value": "true"}]
WORDS = (
    "A year is final when every account is known through 30 January after it, by its last deal or by your"
    " word that it is complete. Purchases of a spouse's or a retirement account wash losses and have no rows;"
    " sales that a broker reports on Form 1099 have boxes of their own."
)


def accounts_form(profile: Profile, accounts: Mapping[str, str], last: Mapping[str, date]) -> Component:
    """A line for each account (names by id) with its choices; *last* are days of last executions by name."""
    lines = [_line(profile, key, name, last.get(name)) for key, name in accounts.items()]
    return html.Div([html.P(WORDS, className="muted tax-words"), html.Ul(lines, className="tax-accounts")])


def _line(profile: Profile, account: str, name: str, last: date | None) -> Component:
    dealt = "nothing on the form" if last is None else f"last deal {last}"
    through = profile.complete.get(account)
    fields: list[tuple[str, Children]] = [
        ("Whose it is", _select("owner", account, OWNERS, profile.owner(account).value)),
        (
            "A broker reports its sales",
            _select("reported", account, REPORTED, str(account in profile.reported).lower()),
        ),
        ("Complete through", _day(account, "" if through is None else f"{through}")),
    ]
    labels = [html.Label([html.Span(label), field]) for label, field in fields]
    words = html.Div([html.Strong(name), html.Div(dealt, className="quiet")])
    return html.Li([words, *labels])


def _select(field: str, account: str, options: list[dict[str, str]], value: str) -> Children:
    return dbc.Select(
        id={"type": "tax-account", "field": field, "account": account}, options=options, value=value
    )


def _day(account: str, value: str) -> Children:
    what = {"type": "tax-account", "field": "complete", "account": account}
    return dbc.Input(id=what, value=value, placeholder="YYYY-MM-DD", debounce=True, autocomplete="off")
