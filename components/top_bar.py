"""What is shown, chosen at the top: account, period, currency, zone, and how fresh it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from components import moment
from components.attributes import Children, attributes
from components.icon import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.model import Account, Group

PERIODS = (
    ("1d", "1D", "today"),
    ("1w", "1W", "one week"),
    ("1m", "1M", "one month"),
    ("3m", "3M", "three months"),
    ("ytd", "YTD", "this year"),
    ("1y", "1Y", "one year"),
    ("all", "All", "everything"),
)
DEFAULT = "all"
NONE = "-"
GROUP = "group:"
Option = dict[str, str | bool]


def account_picker(
    accounts: Sequence[Account], groups: Sequence[Group], chosen: Sequence[str], group: str | None = None
) -> Component:
    """All accounts, a group of them, or one; *chosen* are accounts, *group* is the one at hand."""
    options: list[Option] = [{"label": "All accounts", "value": NONE}]
    if groups:
        options.append(heading("Groups"))
        options += [{"label": one.name, "value": f"{GROUP}{one.id}"} for one in groups]
        options.append(heading("Accounts"))
    options += [{"label": account.name, "value": str(account.id)} for account in accounts]
    value = f"{GROUP}{group}" if group else chosen[0] if len(chosen) == 1 else NONE
    if len(chosen) > 1 and not group:
        options[0]["label"] = f"{len(chosen)} accounts"
    return picker("account-picker", "Account", options, value, "collection")


def heading(text: str) -> Option:
    """A line of a picker that heads those under it and cannot be chosen."""
    return {"label": text, "value": f"#{text}", "disabled": True}


def currency_picker(currencies: Sequence[str], chosen: str | None) -> Component:
    """The currency of totals."""
    options: list[Option] = [{"label": "Auto", "value": NONE}]
    options += [{"label": currency, "value": currency} for currency in currencies]
    return picker("currency-picker", "Currency", options, chosen or NONE, "currency-exchange")


def zone_picker(zones: Sequence[tuple[str, str]], chosen: str | None) -> Component:
    """The zone that days begin in."""
    options: list[Option] = [{"label": label, "value": value or NONE} for value, label in zones]
    if chosen and chosen not in dict(zones):
        options.append({"label": moment.zone_name(chosen), "value": chosen})
    return picker("zone-picker", "Time zone", options, chosen or NONE, "globe2")


def period_control(chosen: str, href: str) -> Component:
    """The periods beside each other, and dates of one's own; *href* is the page without a period."""
    links = [_period_link(name, label, spoken, chosen, href) for name, label, spoken in PERIODS]
    return html.Div(
        [*links, _own_dates(chosen)], className="segmented", role="group", **attributes(aria_label="Period")
    )


def theme_menu() -> Component:
    """Light, dark or as the system; the colors of profit and loss."""
    themes = (
        ("light", "Light", "sun"),
        ("dark", "Dark", "moon-stars"),
        ("system", "As the system", "circle-half"),
    )
    palettes = (
        ("safe", "Blue, orange: safe for color-blind eyes"),
        ("green-red", "Green, red"),
        ("red-green", "Red, green: East Asia"),
    )
    items: list[Component] = [html.Div("Theme", className="menu-title")]
    items += [_choice("theme", value, [icon(symbol), label]) for value, label, symbol in themes]
    items.append(html.Div("Profit and loss", className="menu-title"))
    items += [_choice("palette", value, label) for value, label in palettes]
    button = html.Summary(
        [icon("moon-stars"), html.Span("Theme", className="label-sheet")],
        className="icon-button",
        title="Theme and colors",
        **attributes(aria_label="Theme and colors"),
    )
    return html.Details([button, html.Div(items, className="popover-panel end menu-list")], className="menu")


def picker(name: str, label: str, options: Sequence[Option], value: str, symbol: str = "") -> Component:
    """A choice of one; *label* is for who does not see it."""
    return html.Div(
        [
            icon(symbol) if symbol else None,
            html.Label(label, htmlFor=name, className="visually-hidden"),
            dbc.Select(id=name, options=options, value=value),
        ],
        className="picker with-icon" if symbol else "picker",
    )


def _period_link(name: str, label: str, spoken: str, chosen: str, href: str) -> Component:
    value = "" if name == DEFAULT else name
    address = f"{href}{'&' if '?' in href else '?'}period={name}" if value else href
    current = "true" if name == chosen else None
    return html.A(
        label, href=address, title=spoken, **attributes(data_set=f"period={value}", aria_current=current)
    )


def _own_dates(chosen: str) -> Component:
    start, dots, end = chosen.partition("..")
    is_own = "true" if dots else None
    fields = [
        html.Div(
            [
                html.Label("First day", htmlFor="period-start", className="field-label"),
                _date("start", start, dots),
            ]
        ),
        html.Div(
            [html.Label("Last day", htmlFor="period-end", className="field-label"), _date("end", end, dots)]
        ),
        html.Button(
            "Show these days", type="button", className="button primary", **attributes(data_apply_period="1")
        ),
    ]
    button = html.Summary(
        icon("calendar3"), title="Other days", **attributes(aria_label="Other days", aria_current=is_own)
    )
    return html.Details(
        [button, html.Div(fields, className="popover-panel end custom-period")], className="menu"
    )


def _date(name: str, value: str, dots: str) -> Component:
    field: Component = dbc.Input(id=f"period-{name}", type="date", value=value if dots else "")
    return field


def _choice(name: str, value: str, label: Children) -> Component:
    return html.Button(
        label, type="button", className="menu-item", **attributes(data_choice=f"{name}={value}")
    )
