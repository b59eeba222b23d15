"""What the tax page does: the official form filled in, a symbol decided, the profile changed."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, callback, ctx, no_update, set_props
from dash.exceptions import PreventUpdate

from components.toast import toast
from dashboard.attachment import attachment
from dashboard.context import services
from dashboard.query import Query
from dashboard.scope import scope_of
from dashboard.tax_class_callbacks import set_class, set_size
from dashboard.tax_closing_callbacks import altered_by
from services.errors import InvalidInputError, ServiceError
from services.form_8949.filling import Owner as FormOwner
from services.tax.model import Owner

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from dash.development.base_component import Component

    from services.tax.profile import Profile

Told = tuple[Any, "Component"]


@callback(
    Output("tax-download", "data"),
    Output("toasts", "children", allow_duplicate=True),
    Input("tax-blank", "contents"),
    State("tax-name", "value"),
    State("tax-number", "value"),
    State("tax-rows", "value"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
def fill(content: str | None, name: str | None, number: str | None, rows: str, address: list[Any]) -> Told:
    """The official form, filled in and read back."""
    if not content:
        raise PreventUpdate
    owner = FormOwner((name or "").strip(), (number or "").strip())
    return filled(content, owner, address, with_statement=rows == "statement")


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "tax-class", "symbol": ALL}, "value"),
    Input({"type": "tax-size", "symbol": ALL}, "value"),
    Input({"type": "tax-account", "field": ALL, "account": ALL}, "value"),
    Input({"type": "tax-day", "name": ALL}, "value"),
    Input({"type": "tax-choice", "name": ALL}, "value"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
def change(*values: list[Any]) -> Component:
    """Keep what was chosen, and draw the year anew."""
    if not ctx.triggered_id:
        raise PreventUpdate
    what, value = dict(ctx.triggered_id), ctx.triggered[0]["value"] or ""
    if value == known(what):  # fields that have just appeared tell what they say, too
        raise PreventUpdate
    return changed(what, value, str(values[-1][1]))


def filled(content: str, owner: FormOwner, address: list[Any], *, with_statement: bool) -> Told:
    """The official form of the year, and a word about it."""
    year, search = int(address[0]), str(address[1])
    try:
        blank, accounts = _decoded(content), chosen_accounts(Query.of_address(search))
        file = services().tax_forms.fill(year, blank, owner, accounts, with_statement=with_statement)
    except ServiceError as error:
        return no_update, toast(str(error), failed=True)
    return attachment(file), toast(f"{file.filename} is filled in, and every cell was read back.")


def known(what: dict[str, str]) -> str:
    """What a field says by what is kept."""
    profile, _ = services().tax_profiles.read()
    if what["type"] in ("tax-class", "tax-size"):
        return ""
    if what["type"] == "tax-account":
        return _of_account(profile, what["field"], what["account"])
    value = getattr(profile, what["name"])
    return "" if value is None else str(value).lower()


def _of_account(profile: Profile, field: str, account: str) -> str:
    if field == "owner":
        return profile.owner(account).value
    if field == "reported":
        return str(account in profile.reported).lower()
    through = profile.complete.get(account)
    return "" if through is None else f"{through}"


def changed(what: dict[str, str], value: str, search: str) -> Component:
    """One choice kept, and a word about it."""
    try:
        altered, _ = altered_by(lambda: _CHANGES[what["type"]](what, value))
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    return toast(f"Kept; the year is told anew.{altered}")


def chosen_accounts(query: Query) -> tuple[UUID, ...]:
    """The accounts that the address names, none for all."""
    is_narrow = bool(query.accounts or query.group)
    return tuple(account.id for account in scope_of(query).accounts) if is_narrow else ()


def _set_account(what: dict[str, str], value: str) -> None:
    account, profiles = what["account"], services().tax_profiles
    if what["field"] == "owner":
        profiles.set_owner(account, Owner(value), actor="page")
    elif what["field"] == "reported":
        profiles.set_reported(account, is_reported=value == "true", actor="page")
    else:
        through = day_of(value) if value.strip() else None
        profiles.set_complete(account, through, actor="page")


def _set_field(what: dict[str, str], value: str) -> None:
    services().tax_profiles.change({what["name"]: value}, actor="page")


def _set_day(what: dict[str, str], value: str) -> None:
    day = day_of(value).isoformat() if value.strip() else None
    services().tax_profiles.change({what["name"]: day}, actor="page")


_CHANGES: dict[str, Callable[[dict[str, str], str], None]] = {
    "tax-class": set_class,
    "tax-size": set_size,
    "tax-account": _set_account,
    "tax-day": _set_day,
    "tax-choice": _set_field,
}


def day_of(text: str) -> date:
    """A day as a field says it; raises InvalidInputError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidInputError(f"{text.strip()[:40]!r} is no day; write it as 2025-01-31.") from error


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content.partition(",")[2], validate=True)
    except binascii.Error as error:
        raise InvalidInputError("The file did not arrive whole; choose it again.") from error
