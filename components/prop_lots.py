"""What if: lots of a symbol until each floor, asked for below the rules of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components import format as fmt
from components.stamp import stamp
from services.prop_firm.lots import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.model import Account, Symbol
    from services.prop_lots import LotsEstimate, LotsOfSet

POINTS = 200  # how far the price goes before somebody says otherwise
ABOUT = "An estimate by contract size and the rate of the day, without costs."
LIVE = "Counted from live equity, open positions included, at "
RECORDED = "No live prices are coming: counted from what was recorded last, at "


def lots_form(account: Account, symbols: Mapping[str, Symbol], held: Iterable[str]) -> Component | None:
    """A symbol, how far its price goes the wrong way, and what that means; None without contracts.

    What is *held* comes first.
    """
    if not symbols:
        return None
    first, owner = next((name for name in held if name in symbols), next(iter(symbols))), str(account.id)
    names = {part: {"type": f"prop-lots-{part}", "account": owner} for part in ("symbol", "far", "told")}
    options = [{"label": name, "value": name} for name in symbols]
    kept = {"persistence": True, "persistence_type": "memory"}  # when the panel is drawn anew
    far = dbc.Input(id=names["far"], value=distance_of(symbols[first]), type="text", debounce=True, **kept)
    symbol = dbc.Select(id=names["symbol"], options=options, value=first, **kept)
    return html.Div(
        [
            html.Label(["What if ", symbol]),
            html.Label(["goes the wrong way by ", far]),
            html.Div(id=names["told"], role="status", className="prop-told"),
        ],
        className="prop-lots",
    )


def distance_of(symbol: Symbol) -> str:
    """A usual distance: 200 of the symbol's smallest steps."""
    return f"{POINTS * 10.0**-symbol.digits:.{symbol.digits}f}"


def lots_told(found: LotsEstimate, zone: str) -> Component:
    """The lots of each set in a sentence, or why there are none, and which headroom that is."""
    if found.one.loss_per_lot is None:
        return html.P(found.one.reason)
    lines = [html.Li(_line(one)) for one in found.sets]
    words = f"A lot loses {_money(found, found.one.loss_per_lot)}. {ABOUT}"
    return html.Div([html.Ul(lines), html.P(list(_basis(found, zone))), html.P(words)])


def _line(one: LotsOfSet) -> str:
    allowed = one.allowed
    what = (
        allowed.reason if allowed.lots is None else f"{fmt.lots(allowed.lots)} lots until the nearest floor"
    )
    return f"{one.rules.label}: {what}"


def _basis(found: LotsEstimate, zone: str) -> Iterator[Children]:
    """What it is counted from, and what is taken off before."""
    if found.as_of is not None:
        yield from (LIVE if found.is_live else RECORDED, stamp(found.as_of, zone), ".")
    if found.held and found.one.loss_per_lot is not None:
        lots, loss = abs(found.held), _money(found, abs(found.held) * found.one.loss_per_lot)
        side = "long" if found.held > 0 else "short"
        yield f" The {fmt.lots(lots)} lots {side} that are open would lose {loss} too, taken off first."


def _money(found: LotsEstimate, amount: Decimal) -> str:
    digits = found.account.currency_digits
    return f"{fmt.money(told(amount, digits), digits)} {found.account.currency}"
