"""What the taxpayer says of himself: elections with their first day, and treatments, each in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.profile import Profile

ELECTIONS = (
    (
        "mark_to_market_from",
        "Trader election, section 475(f), from",
        "Securities are marked to market from that day on, and are on Form 4797; empty without the election.",
    ),
    (
        "forex_opt_out_from",
        "Currencies out of section 988 from",
        "Currency pairs are capital gains from that day on; empty without the election.",
    ),
)
CFDS = [
    {"label": "Ordinary income", "value": "ordinary"},
    {"label": "Capital, on the form", "value": "capital"},
]
CENTS = [{"label": "Cents", "value": "false"}, {"label": "Whole dollars", "value": "true"}]
REPLACING = [
    {"label": "Count as purchases", "value": "true"},
    {"label": "Do not count", "value": "false"},
]
BOUGHT = [
    {"label": "The day of the purchase", "value": "actual"},
    {"label": "The day the term counts from", "value": "adjusted"},
]
TREATMENTS = (
    ("cfd_policy", "Contracts for difference", CFDS, "Most advisers call them ordinary income."),
    (
        "options_as_replacement",
        "Options bought after a loss",
        REPLACING,
        "Whether a call bought within 30 days washes a loss of its shares.",
    ),
    ("column_b", "Date acquired, column (b)", BOUGHT, "They differ only after wash sales."),
    ("whole_dollars", "Amounts on the form", CENTS, "Whole dollars are rounded row by row."),
)


def profile_form(profile: Profile) -> Component:
    """Elections and treatments; a change counts at once and is in the audit log."""
    days = [_field(label, _day(name, getattr(profile, name)), hint) for name, label, hint in ELECTIONS]
    choices = [
        _field(label, _choice(name, options, _word(getattr(profile, name))), hint)
        for name, label, options, hint in TREATMENTS
    ]
    return html.Div([*days, *choices], className="tax-fields told-fields")


def _day(name: str, value: object) -> Children:
    said = "" if value is None else str(value)
    what = {"type": "tax-day", "name": name}
    return dbc.Input(id=what, value=said, placeholder="YYYY-MM-DD", debounce=True, autocomplete="off")


def _choice(name: str, options: list[dict[str, str]], value: str) -> Children:
    return dbc.Select(id={"type": "tax-choice", "name": name}, options=options, value=value)


def _field(label: str, field: Children, hint: str) -> Component:
    return html.Div([html.Label([html.Span(label), field]), html.Div(hint, className="quiet")])


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
