"""Rules of proprietary trading firms on an account's page: what is used of each, and what is left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components import format as fmt
from components.attributes import attributes
from components.explanation import note_explanation
from components.icon import icon
from components.pill import pill
from components.prop_rule import breach_note, rule_rows
from components.states import nothing_here
from services.prop_firm.check import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.model import Account
    from services.prop_firm.rules import RuleSet
    from services.prop_firm.standing import Standing

PILLS = {
    Status.BREACHED: ("Breached", "loss", "exclamation-octagon"),
    Status.CLOSE: ("Close to a limit", "warn", "exclamation-triangle"),
    Status.REACHED: ("Passed", "ok", "check2-circle"),
    Status.OPEN: ("Under way", "accent", ""),
}
MEANINGS = {
    "Headroom": "How far equity may fall now until the nearest floor, of the day or of the whole loss.",
    "Days left": "Trading days that are still missing until there are as many as the rules ask for.",
    "Counted from": "Balance and equity are told as if the account had begun with this balance.",
}
EMPTY = (
    "No rules are held against this account. Choose a set: its daily loss, whole loss, target and days are"
    " followed from then on, over the account's whole history."
)
FOREIGN = "The sets that come with the product are in other currencies; bring one of your own as YAML:"


def prop_panel(
    account: Account,
    standings: Sequence[Standing],
    offered: Sequence[RuleSet],
    zone: str,
    what_if: Component | None = None,
) -> Component:
    """Every assigned set and what if, then the sets of the library that may be assigned too."""
    sets = [_set(one, zone) for one in standings]
    empty = [] if sets else [nothing_here(EMPTY, "shield")]
    lots = what_if if sets else None
    return html.Div([*empty, *sets, lots, _choice(account, offered)], className="prop-sets")


def _set(found: Standing, zone: str) -> Component:
    word, tone, symbol = PILLS[found.status]
    head = [
        html.H3(found.rules.label),
        pill(word, tone, symbol=symbol, title=found.basis),
        html.Button(
            icon("x-lg"),
            id={"type": "prop-remove", "name": found.rules.name},
            type="button",
            className="icon-button",
            title="Remove these rules",
            **attributes(aria_label=f"Remove {found.rules.label}"),
        ),
    ]
    notes = [breach_note(rule, found.account, zone) for rule in found.checks if rule.breach is not None]
    left = [html.Div(head, className="prop-head"), _figures(found), *notes, html.P(found.basis)]
    right = html.Dl(list(rule_rows(found)), className="facts told")
    return html.Section(
        [html.Div(left, className="prop-about"), right],
        className="prop-set",
        **attributes(
            aria_label=found.rules.label,
            data_rules=found.rules.name,
            data_account=str(found.account.id),
            data_status=found.status.value,
        ),
    )


def _figures(found: Standing) -> Component:
    account, known = found.account, not math.isnan(found.headroom)
    room = fmt.money(found.headroom, account.currency_digits) if known else fmt.UNDEFINED
    started = fmt.money(found.rules.initial_balance, account.currency_digits)
    shown = [
        ("Headroom", room, account.currency if known else ""),
        ("Counted from", started, account.currency),
    ]
    if found.days_left is not None:
        shown.insert(1, ("Days left", fmt.count(found.days_left), ""))
    return html.Dl([_figure(*one) for one in shown], className="figures")


def _figure(label: str, value: str, unit: str) -> Component:
    shown = html.Span(value, **attributes(data_figure=label.lower()))
    term = html.Dt([label, note_explanation(label, MEANINGS[label])])
    return html.Div([term, html.Dd([shown, html.Span(unit, className="unit") if unit else None])])


def _choice(account: Account, offered: Sequence[RuleSet]) -> Component:
    if not offered:
        command = html.Code(f'prop assign "{account.name}" FILE.yaml')
        return html.P([FOREIGN, " ", command], className="prop-choice")
    name = {"type": "prop-choice", "account": str(account.id)}
    options = [{"label": rules.label, "value": rules.name} for rules in offered]
    field = dbc.Select(id=name, options=options, value=offered[0].name)
    return html.Div(
        [
            html.Label([html.Span("Rule set", className="visually-hidden"), field]),
            html.Button(
                [icon("plus-lg"), "Assign"],
                id={"type": "prop-assign", "account": str(account.id)},
                type="button",
                className="button primary",
            ),
        ],
        className="prop-choice",
    )
