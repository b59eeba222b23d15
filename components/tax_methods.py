"""Standing lot instructions: those in force with when they were given, and the fields that give one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components.attributes import attributes
from components.icon import icon
from components.pill import pill
from components.table import Column, plain_table
from services.tax.model import LotMethod
from services.tax.policy import EVERY_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.standing_methods import StandingMethod

EVERYONE, EVERYONE_VALUE = "Every account", "every"  # a choice without a value would look empty
NAMES = {
    LotMethod.FIFO: "First in, first out",
    LotMethod.LIFO: "Last in, first out",
    LotMethod.HIFO: "Highest basis first",
    LotMethod.SPECIFIC: "As each sale names its lot",
}
DOORS = {"page": "here", "cli": "command line", "api": "HTTP"}
COLUMNS = (
    Column("Account or wallet"),
    Column("Lots"),
    Column("From"),
    Column("Until", "muted"),
    Column("Written down", "muted told"),
    Column("Given", "muted", "From the audit log"),
    Column(""),
)
WORDS = (
    "Sales take the oldest lots, or those that a broker's file names, unless an instruction says otherwise."
    " The one of the trade date counts, an account's own before one for every account; an account with named"
    " lots follows its own only. Closed years stay as they were filed."
)
LATE = "It was given after the first day that it is for: sales before it need proof that the broker knew."


def methods_list(methods: Sequence[StandingMethod], accounts: Mapping[str, str]) -> Component:
    """The instructions, each with a button that takes it back; *accounts* are names by id."""
    words = html.P(WORDS, className="muted tax-words")
    if not methods:
        return words
    lines = [_line(one, accounts) for one in methods]
    return html.Div([words, plain_table(COLUMNS, lines, label="Lot instructions", dense=True)])


def method_form(accounts: Mapping[str, str]) -> Component:
    """Account, method, first day and where it is written down, and the button that gives the instruction."""
    names = [{"label": EVERYONE, "value": EVERYONE_VALUE}]
    names += [{"label": name, "value": key} for key, name in accounts.items()]
    methods = [{"label": words, "value": method.value} for method, words in NAMES.items()]
    fields = [
        ("Account or wallet", dbc.Select(id="tax-method-account", options=names, value=EVERYONE_VALUE)),
        ("Lots", dbc.Select(id="tax-method", options=methods, value=LotMethod.HIFO.value)),
        ("From", dbc.Input(id="tax-method-since", placeholder="YYYY-MM-DD", autocomplete="off")),
        (
            "Written down",
            dbc.Input(id="tax-method-evidence", placeholder="letter to the broker", maxlength=1000),
        ),
    ]
    labels = [html.Label([html.Span(label), field]) for label, field in fields]
    button = html.Button(
        [icon("plus-lg"), "Give instruction"], id="tax-method-give", type="button", className="button"
    )
    return html.Div([*labels, button], className="tax-fields with-button")


def _line(one: StandingMethod, accounts: Mapping[str, str]) -> list[Children]:
    said = one.instruction
    name = EVERYONE if said.account == EVERY_ACCOUNT else accounts.get(said.account, said.account)
    return [
        name,
        NAMES[said.method],
        f"{said.effective}",
        "further notice" if one.last is None else f"{one.last}",
        said.evidence or "nowhere",
        _given(one),
        _take_back(said.account, f"{said.effective}", name),
    ]


def _given(one: StandingMethod) -> Children:
    if one.given is None:
        return "not known"
    words = f"{one.given.time:%Y-%m-%d}, {DOORS.get(one.given.actor, one.given.actor)} "
    return [words, pill("Afterwards", "warn", title=LATE)] if one.is_late else words


def _take_back(account: str, since: str, name: str) -> Component:
    words = f"Take back the instruction of {name} from {since}"
    what = {"type": "tax-method-back", "account": account, "since": since}
    return html.Button(
        "Take back", id=what, type="button", className="link-button", **attributes(aria_label=words)
    )
