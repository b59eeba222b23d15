"""What if: lots of a symbol until each floor, asked for below the rules of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components import format as fmt
from services.prop_firm.lots import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dash.development.base_component import Component

    from services.model import Account, Symbol
    from services.prop_firm.lots import AllowedLots
    from services.prop_firm.standing import Standing
    from services.prop_lots import LotsEstimate

POINTS = 200  # how far the price goes before somebody says otherwise
ABOUT = (
    "An estimate by contract size and the rate of the day, without costs; open positions stay as they are."
)


def lots_form(account: Account, symbols: Mapping[str, Symbol], held: Iterable[str]) -> Component | None:
    """A symbol, how far its price goes the wrong way, and what that means; None without contracts.

    What is *held* comes first.
    """
    if not symbols:
        return None
    first, owner = next((name for name in held if name in symbols), next(iter(symbols))), str(account.id)
    names = {part: {"type": f"prop-lots-{part}", "account": owner} for part in ("symbol", "far", "told")}
    options = [{"label": name, "value": name} for name in symbols]
    far = dbc.Input(id=names["far"], value=distance_of(symbols[first]), type="text", debounce=True)
    return html.Div(
        [
            html.Label(["What if ", dbc.Select(id=names["symbol"], options=options, value=first)]),
            html.Label(["goes the wrong way by ", far]),
            html.Div(id=names["told"], role="status", className="prop-told"),
        ],
        className="prop-lots",
    )


def distance_of(symbol: Symbol) -> str:
    """A usual distance: 200 of the symbol's smallest steps."""
    return f"{POINTS * 10.0**-symbol.digits:.{symbol.digits}f}"


def lots_told(found: LotsEstimate) -> Component:
    """The lots of each set in a sentence, or why there are none."""
    if found.one.loss_per_lot is None:
        return html.P(found.one.reason)
    loss = fmt.money(
        told(found.one.loss_per_lot, found.account.currency_digits), found.account.currency_digits
    )
    lines = [html.Li(_line(held, allowed)) for held, allowed in found.sets]
    return html.Div([html.Ul(lines), html.P(f"A lot loses {loss} {found.account.currency}. {ABOUT}")])


def _line(held: Standing, allowed: AllowedLots) -> str:
    what = (
        allowed.reason if allowed.lots is None else f"{fmt.lots(allowed.lots)} lots until the nearest floor"
    )
    return f"{held.rules.label}: {what}"
