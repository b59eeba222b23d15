"""The groups of accounts: who is in each, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.icon import icon
from components.states import nothing_here
from components.table import Column, plain_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from dash.development.base_component import Component

    from services.model import Account, Group

COLUMNS = (Column("Group"), Column("Accounts", "long"), Column("", "number"))
NOTHING = "No groups yet. A group is a named set of accounts that is looked at as one."


def group_table(groups: Sequence[Group], accounts: Sequence[Account], keep: str = "") -> Component:
    """One line per group; *keep* is the query string that links carry along."""
    if not groups:
        return nothing_here(NOTHING, "collection")
    names = {account.id: account.name for account in accounts}
    rows = [[_name(group, keep), _members(group, names), _actions(group)] for group in groups]
    return plain_table(COLUMNS, rows, label="Groups")


def group_tags(groups: Sequence[Group], keep: str = "") -> dict[UUID, list[Component]]:
    """By account, the groups it is in, as links to their pages."""
    tags: dict[UUID, list[Component]] = {}
    for group in groups:
        for account_id in group.accounts:
            link = html.A(group.name, href=f"/groups/{group.id}{keep}", className="pill neutral tag")
            tags.setdefault(account_id, []).append(link)
    return tags


def new_group_button(*, primary: bool = False) -> Component:
    """The button that asks what a new group is called and who is in it."""
    return html.Button(
        [icon("collection"), "New group"],
        id={"type": "group-ask", "task": "edit", "group": ""},
        type="button",
        className="button primary" if primary else "button",
        **attributes(data_opens="group-dialog"),
    )


def _name(group: Group, keep: str) -> Component:
    return html.A(group.name, href=f"/groups/{group.id}{keep}", className="row-name")


def _members(group: Group, names: Mapping[UUID, str]) -> Component:
    if not group.accounts:
        return html.Span("No account is left in it.", className="faint")
    known = ", ".join(names[account] for account in group.accounts if account in names)
    return html.Span(
        [html.Span(fmt.count(len(group.accounts)), className="strong"), f" · {known}"], title=known
    )


def _actions(group: Group) -> Component:
    edit = _button(group, "edit", "pencil", "group-dialog", f"Edit the group {group.name}")
    remove = _button(group, "remove", "trash", "group-remove-dialog", f"Remove the group {group.name}")
    return html.Span([edit, remove], className="row-actions")


def _button(group: Group, task: str, symbol: str, dialog: str, words: str) -> Component:
    return html.Button(
        icon(symbol),
        id={"type": "group-ask", "task": task, "group": str(group.id)},
        type="button",
        className="icon-button",
        title=words,
        **attributes(aria_label=words, data_opens=dialog),
    )
