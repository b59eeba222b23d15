"""What the browser fills: the grid of open positions, the trades just closed, alerts; and the two buttons."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dash import html

from components.attributes import attributes
from components.card import card
from components.icon import icon
from components.report_menu import card_file
from components.states import nothing_here
from services.live.events import trade_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import TradeRow
    from services.live.frame import StateFrame

HEADINGS = (
    ("symbol", "Symbol", ""),
    ("account", "Account", "wide-only"),
    ("side", "Side", ""),
    ("volume", "Lots", "number wide-only"),
    ("price_open", "Open", "number wide-only"),
    ("price_current", "Price", "number"),
    ("profit", "Profit", "number last-phone"),
    ("swap", "Swap", "number wide-only"),
    ("time", "Held", "number wide-only"),
)
ROW_HEIGHT, HEAD_HEIGHT, MOST_ROWS = 33, 32, 300


def position_grid(count: int, file: str) -> Component:
    """The grid for about *count* positions; its rows are the browser's, *file* describes what is stored."""
    head = html.Thead(html.Tr([_heading(*heading) for heading in HEADINGS]))
    table = html.Table(
        [head, html.Tbody(id="live-positions")],
        className="plain dense live-grid",
        **attributes(aria_label="Open positions"),
    )
    height = HEAD_HEIGHT + ROW_HEIGHT * min(max(count, 3), MOST_ROWS)
    wrap = html.Div(
        [table, html.Div(nothing_here("No open positions.", "moon"), id="live-none", hidden=True)],
        className="table-wrap",
        tabIndex=0,
        role="group",
        style={"minHeight": f"{height}px"},
        **attributes(aria_label="Open positions"),
    )
    title = "Open positions"
    return card(title, wrap, note=html.Span(id="live-count"), file=card_file(file, title))


def closed_trades(zone: str, file: str) -> Component:
    """The trades that were closed last, newest first; times are those of *zone*, *file* describes theirs."""
    body = html.Ul(
        id="live-trades", className="live-list", **attributes(data_none="No trade was closed yet.")
    )
    return card("Just closed", body, note=zone, file=card_file(file, "Trades just closed"))


def alerts() -> Component:
    """What needed attention since the page was opened."""
    none = "Nothing since this window was opened."
    body = html.Ul(id="live-alerts", className="live-list", **attributes(data_none=none))
    return card("Alerts", body)


def freeze_button() -> Component:
    """Stops the figures, not what is behind them."""
    marks = attributes(data_freeze="1", aria_pressed="false")
    words = [icon("snow"), html.Span("Freeze"), html.Span(id="frozen-age", className="frozen-age")]
    return html.Button(words, type="button", className="button", title="Freeze the figures (f)", **marks)


def sound_button() -> Component:
    """A tick when a trade is closed."""
    marks = attributes(data_sound="1", aria_pressed="false")
    title = "A short tick when a trade is closed"
    return html.Button([icon("bell"), "Sound"], type="button", className="button", title=title, **marks)


def start_state(state: StateFrame, trades: Sequence[TradeRow]) -> dict[str, Any]:
    """The state in the form of the stream's snapshots, with the trades closed last."""
    return {
        "seq": state.seq,
        "timestamp": state.time,
        "accounts": [entry.id for entry in state.accounts],
        "directory": [asdict(entry) for entry in state.accounts],
        "data": state.values,
        "positions": {name: [asdict(row) for row in rows] for name, rows in state.positions.items()},
        "trades": [{"account_id": str(row.account.id), **trade_data(row.trade)} for row in trades],
    }


def _heading(name: str, word: str, look: str) -> Component:
    button = html.Button(word, type="button", className="sort", **attributes(data_sort=name))
    return html.Th(button, scope="col", className=look, **attributes(aria_sort="none"))
