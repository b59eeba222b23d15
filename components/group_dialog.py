"""The dialogs of groups: what one is called and who is in it, and the question before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components import format as fmt
from components.attributes import attributes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.model import Account, Group


def group_dialog(accounts: Sequence[Account]) -> Component:
    """The form of a group, filled when it opens; it stays open while something in it is wrong."""
    ticks = dbc.Checklist(
        id="group-accounts",
        options=[
            {"label": f"{account.name} · {account.currency}", "value": str(account.id)}
            for account in accounts
        ],
        value=[],
    )
    body = [
        html.H2("New group", id="group-title"),
        html.Div(
            [
                html.Label("Name", htmlFor="group-name", className="field-label"),
                dbc.Input(id="group-name", value="", maxLength=80, autoComplete="off"),
            ]
        ),
        html.Fieldset([html.Legend("Accounts", className="field-label"), ticks], className="tick-list"),
        html.P(id="group-error", className="form-error", role="alert"),
        html.Div([_close("Cancel"), _button("Save", "group-save", "primary")], className="actions"),
    ]
    return _dialog("group-dialog", "Group", body)


def remove_dialog() -> Component:
    """The empty question; its body is filled when it opens."""
    remove = _button("Remove the group", "group-remove", "danger", closes="1")
    body = [html.Div(id="group-question"), html.Div([_close("Keep it"), remove], className="actions")]
    return _dialog("group-remove-dialog", "Remove the group?", body)


def remove_question(group: Group) -> list[Component]:
    """What is asked before a group goes."""
    count = len(group.accounts)
    stay = f"{fmt.count(count)} account{'' if count == 1 else 's'}"
    text = (
        f"Only the group goes: its {stay} stay as they are, with every deal. Links to it show all accounts."
    )
    return [html.H2(f"Remove the group {group.name}?"), html.P(text, className="muted")]


def _dialog(name: str, label: str, body: Sequence[Component]) -> Component:
    return html.Dialog(
        html.Div(list(body), className="dialog-body"),
        id=name,
        className="dialog",
        **attributes(aria_label=label),
    )


def _button(text: str, name: str, look: str, closes: str | None = None) -> Component:
    return html.Button(
        text, id=name, type="button", className=f"button {look}", **attributes(data_closes=closes)
    )


def _close(text: str) -> Component:
    return html.Button(text, type="button", className="button", **attributes(data_closes="1"))
