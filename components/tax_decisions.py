"""Symbols that nobody could classify, each with its choice; and what the taxpayer says of himself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components import format as fmt
from components.tax_totals import NAMES
from services.tax.model import TaxClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.model import Decision
    from services.tax.profile import Profile

CHOICES = [{"label": NAMES[one.value], "value": one.value} for one in TaxClass if one is not TaxClass.UNKNOWN]
ELECTIONS = (
    ("mark_to_market_from", "Section 475(f) from", "Securities are marked to market from that day on"),
    ("forex_opt_out_from", "Out of section 988 from", "Currencies are capital from that day on"),
)
CFDS = [
    {"label": "Ordinary income", "value": "ordinary"},
    {"label": "Capital, on the form", "value": "capital"},
]
CENTS = [{"label": "Cents", "value": "false"}, {"label": "Whole dollars", "value": "true"}]
REPLACING = [
    {"label": "Wash losses of their shares", "value": "true"},
    {"label": "Wash no losses", "value": "false"},
]


def decisions_list(decisions: Sequence[Decision]) -> Component:
    """What is asked, one line a symbol; choosing a class answers it."""
    return html.Ul([_decision(one) for one in decisions], className="tax-decisions")


def _decision(one: Decision) -> Component:
    at_stake = f"{_deals(one.trades)}, {fmt.money(one.result, sign=True)} USD · {one.account}"
    field = dbc.Select(
        id={"type": "tax-class", "symbol": one.symbol},
        options=CHOICES,
        placeholder="Choose what it is",
        value=None,
    )
    words = html.Div([html.Strong(one.symbol), html.Span(at_stake, className="muted"), html.P(one.reason)])
    return html.Li(
        [words, html.Label([html.Span(f"Class of {one.symbol}", className="visually-hidden"), field])]
    )


def profile_form(profile: Profile) -> Component:
    """Elections and treatments; a change counts at once and is in the audit log."""
    days = [_field(label, _day(name, getattr(profile, name)), title) for name, label, title in ELECTIONS]
    choices = [
        _field("Contracts for difference", _choice("cfd_policy", CFDS, profile.cfd_policy.value)),
        _field(
            "Options bought again",
            _choice("options_as_replacement", REPLACING, _word(profile.options_as_replacement)),
        ),
        _field("Amounts", _choice("whole_dollars", CENTS, _word(profile.whole_dollars))),
    ]
    return html.Div([*days, *choices], className="tax-fields")


def _day(name: str, value: object) -> Children:
    said = "" if value is None else str(value)
    return dbc.Input(
        id={"type": "tax-day", "name": name}, value=said, placeholder="YYYY-MM-DD", debounce=True
    )


def _choice(name: str, options: list[dict[str, str]], value: str) -> Children:
    return dbc.Select(id={"type": "tax-choice", "name": name}, options=options, value=value)


def _field(label: str, field: Children, title: str = "") -> Component:
    return html.Label([html.Span(label), field], title=title)


def _deals(count: int) -> str:
    return "1 closing deal" if count == 1 else f"{fmt.count(count)} closing deals"


def _word(value: object) -> str:
    return "true" if value else "false"
