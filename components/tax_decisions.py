"""Symbols that wait for a decision, one line each whatever accounts have it, and those that were decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components import format as fmt
from components.attributes import attributes
from components.tax_totals import NAMES
from services.tax.model import ZERO, TaxClass
from services.tax.totals import NO_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.tax.model import Decision
    from services.tax.profile import Override

MEANINGS = {
    TaxClass.F8949_SECURITY: "Shares, funds, bonds, options on them",
    TaxClass.F8949_DIGITAL: "Coins held as property",
    TaxClass.S1256: "Futures, index options (section 1256)",
    TaxClass.S988: "Currency pair (section 988)",
    TaxClass.SWAP_ORDINARY: "Contract for difference",
    TaxClass.MTM_475: "Securities, trader election (475(f))",
    TaxClass.NOT_REALIZED: "Collateral: nothing was sold",
}
CHOICES = [{"label": words, "value": kind.value} for kind, words in MEANINGS.items()]
MOST_ACCOUNTS = 3
SIZE = "how many shares or coins one unit of it is, is not known: 1 where a unit is a share"
EVERYWHERE = "; your answer is for each of these accounts"


def by_symbol(decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    """The decisions of each symbol; one answer is for all of its accounts."""
    found: dict[str, list[Decision]] = {}
    for one in decisions:
        found.setdefault(one.symbol, []).append(one)
    return found


def decisions_list(decisions: Sequence[Decision]) -> Component:
    """What is asked, one line a symbol; choosing a class, or saying what a unit is, answers it."""
    lines = [_decision(symbol, asked) for symbol, asked in by_symbol(decisions).items()]
    return html.Ul(lines, className="tax-decisions")


def chosen_classes(classes: Sequence[Override], accounts: Mapping[str, str]) -> Component:
    """What was decided, each with a button that takes it back; *accounts* are names by id."""
    return html.Ul([_chosen(one, accounts) for one in classes], className="tax-decisions")


def _decision(symbol: str, asked: Sequence[Decision]) -> Component:
    result = sum((one.result for one in asked), ZERO)
    names = [one.account for one in asked]
    more = f" and {fmt.count(len(names) - MOST_ACCOUNTS)} more" if len(names) > MOST_ACCOUNTS else ""
    at_stake = (
        f"{_deals(sum(one.trades for one in asked))}, {fmt.money(result, sign=True)} USD ·"
        f" {', '.join(names[:MOST_ACCOUNTS])}{more}"
    )
    is_size = all(one.reason == NO_SIZE for one in asked)
    reasons = [SIZE] if is_size else dict.fromkeys(one.reason for one in asked if one.reason != NO_SIZE)
    why = "; ".join(reasons) + (EVERYWHERE if len(names) > 1 else "")
    words = html.Div([html.Strong(symbol), html.Span(at_stake, className="muted"), html.P(why)])
    label, field = (
        (f"One unit of {symbol}", _size(symbol)) if is_size else (f"Class of {symbol}", _class(symbol))
    )
    return html.Li([words, html.Label([html.Span(label, className="visually-hidden"), field])])


def _chosen(one: Override, accounts: Mapping[str, str]) -> Component:
    where = accounts.get(one.account, "every account") if one.account else "every account"
    size = f", one unit is {fmt.printed(f'{one.contract_size:f}')}" if one.contract_size is not None else ""
    words = html.Div(
        [
            html.Strong(one.symbol),
            html.Span(f"{NAMES[one.tax_class.value]}{size} · {where}", className="muted"),
        ]
    )
    button = html.Button(
        "Take back",
        id={"type": "tax-class-back", "symbol": one.symbol, "account": one.account},
        type="button",
        className="link-button",
        **attributes(aria_label=f"Take back the class of {one.symbol} in {where}"),
    )
    return html.Li([words, button])


def _class(symbol: str) -> Children:
    what = {"type": "tax-class", "symbol": symbol}
    return dbc.Select(id=what, options=CHOICES, placeholder="Choose what it is", value=None)


def _size(symbol: str) -> Children:
    what = {"type": "tax-size", "symbol": symbol}
    return dbc.Input(id=what, value="", placeholder="such as 1 or 100", debounce=True, autocomplete="off")


def _deals(count: int) -> str:
    return "1 closing deal" if count == 1 else f"{fmt.count(count)} closing deals"
