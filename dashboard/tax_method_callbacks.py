"""Lot instructions of the tax page: one given, one taken back, and what that does to the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, callback, ctx, set_props
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.tax_methods import EVERYONE, EVERYONE_VALUE, NAMES
from components.toast import toast
from dashboard.context import services
from dashboard.query import Query
from dashboard.tax_callbacks import chosen_accounts, day_of
from dashboard.view import private
from services.errors import IncompleteInputError, ServiceError
from services.tax.model import ZERO, LotMethod
from services.tax.policy import EVERY_ACCOUNT

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from dash.development.base_component import Component


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input("tax-method-give", "n_clicks"),
    State("tax-method-account", "value"),
    State("tax-method", "value"),
    State("tax-method-since", "value"),
    State("tax-method-evidence", "value"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
@private
def give(
    clicks: int | None, account: str, method: str, since: str | None, evidence: str | None, address: list[Any]
) -> Component:
    """Give an instruction, and draw the year anew."""
    if not clicks:
        raise PreventUpdate
    whose = EVERY_ACCOUNT if account == EVERYONE_VALUE else account
    return instructed(whose, LotMethod(method), since or "", evidence or "", address)


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "tax-method-back", "account": ALL, "since": ALL}, "n_clicks"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
@private
def take_back(clicks: list[int | None], address: list[Any]) -> Component:
    """Take an instruction back, and draw the year anew."""
    if not any(clicks):
        raise PreventUpdate
    what = ctx.triggered_id
    return instructed(what["account"], None, what["since"], "", address)


def instructed(
    account: str, method: LotMethod | None, since: str, evidence: str, address: list[Any]
) -> Component:
    """An instruction given, or taken back (no *method*), and a word about what the year is now."""
    year, search = int(address[0]), str(address[1])
    try:
        day, before = _first_day(since), _gains(year, search)
        said = _said(account, day)
        services().tax_profiles.set_method(account, method, day, evidence, actor="page")
        after = _gains(year, search)
    except ServiceError as error:
        return toast(str(error), failed=True)
    set_props("_pages_location", {"search": search})
    name = EVERYONE if account == EVERY_ACCOUNT else services().performance.find(account).name
    return toast(f"{name} from {day}: {_told(method, said)}. {_effect(year, before, after)}")


def _said(account: str, day: date) -> LotMethod | None:
    known = services().tax_profiles.read()[0].methods
    return next((one.method for one in known if (one.account, one.effective) == (account, day)), None)


def _told(method: LotMethod | None, said: LotMethod | None) -> str:
    if method is None:
        return "taken back"
    words = NAMES[method].lower()
    return f"{words}, no longer {NAMES[said].lower()}" if said not in (None, method) else words


def _effect(year: int, before: Decimal, after: Decimal) -> str:
    now = fmt.money(after, sign=True)
    if before == after:
        return f"The gains of {year} stay {now} USD."
    return f"The gains of {year} were {fmt.money(before, sign=True)} USD and are {now} now."


def _gains(year: int, search: str) -> Decimal:
    found = services().tax_years.of(year, chosen_accounts(Query.of_address(search)))
    return sum((row.gain for row in found.rows), ZERO)


def _first_day(text: str) -> date:
    if not text.strip():
        raise IncompleteInputError("An instruction needs its first day; write it as 2025-01-31.")
    return day_of(text)
