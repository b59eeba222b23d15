"""What closes a tax year and opens it again, and what a change says of years that are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from dash import ALL, Input, Output, State, callback, ctx, set_props
from dash.exceptions import PreventUpdate

from components import format as fmt
from components.toast import toast
from dashboard.context import services
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash.development.base_component import Component

Answer = TypeVar("Answer")


@callback(
    Output("toasts", "children", allow_duplicate=True),
    Input({"type": "tax-closing", "act": ALL}, "n_clicks"),
    State("tax-seen", "data"),
    State("tax-address", "data"),
    prevent_initial_call=True,
)
def close_or_reopen(clicks: list[int | None], seen: str, address: list[Any]) -> Component:
    """Close the year that was looked at, or open it again, and draw it anew."""
    if not any(clicks):
        raise PreventUpdate
    return closed(address, seen) if ctx.triggered_id["act"] == "close" else reopened(address)


def closed(address: list[Any], seen: str) -> Component:
    """A year closed as it was *seen* (the hash of its rows), and a word about it."""
    year = int(address[0])

    def close() -> str:
        found = services().tax_closings.close(year, expects=seen, actor="page")
        return f"{year} is closed with {fmt.counted(len(found.rows), 'row', 'rows')}."

    return _done(close, address)


def reopened(address: list[Any]) -> Component:
    """A year opened again, and a word about it."""
    year = int(address[0])

    def reopen() -> str:
        services().tax_closings.reopen(year, actor="page")
        return f"{year} is open again."

    return _done(reopen, address)


def altered_by(change: Callable[[], Answer]) -> tuple[str, Answer]:
    """Make a change: a sentence on the closed years whose rows it alters, empty without, and its answer."""
    before, answer = services().tax_closings.altered(), change()
    years = [str(year) for year in services().tax_closings.altered() if year not in before]
    if not years:
        return "", answer
    return f" The rows of {', '.join(years)}, closed, are no longer those that were filed.", answer


def _done(act: Callable[[], str], address: list[Any]) -> Component:
    try:
        told = toast(act())
    except ServiceError as error:
        told = toast(str(error), failed=True)
    set_props("_pages_location", {"search": str(address[1])})
    return told
