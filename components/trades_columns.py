"""The columns of the trades grid: what they hold, how wide they are, which are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER = "agNumberColumnFilter"
R = "Net result in units of what the first stop would have lost; a dash where no first stop is known"
MAE = "Worst floating profit while it was open; a dash where quotes do not cover its time"
MFE = "Best floating profit while it was open; a dash where quotes do not cover its time"
PROFIT_OR_LOSS = {"profit": {"function": "params.value > 0"}, "loss": {"function": "params.value < 0"}}


def column_definitions(zone: str, sort: str = "", shown: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The columns; those behind `hide` wait in the column chooser, *shown* are those chosen there."""
    columns = [
        {"field": "symbol", "headerName": "Symbol", "pinned": "left", "width": 104, "cellClass": "strong"},
        {"field": "account", "headerName": "Account", "width": 168, "tooltipField": "account"},
        {
            "field": "side",
            "headerName": "Side",
            "width": 80,
            "valueFormatter": {"function": "tradeSide(params)"},
        },
        _numeric("volume", "Lots", 92),
        _clock("entry_time", "Entry", zone),
        _clock("exit_time", "Exit", zone),
        _numeric("entry_price", "Entry price", 112, plain=True),
        _numeric("exit_price", "Exit price", 112, plain=True),
        {**_numeric("held", "Held", 104), "valueFormatter": {"function": "tradeHeld(params)"}},
        _money("profit", "Profit", 104),
        _money("commission", "Commission", 116),
        _money("swap", "Swap", 84),
        {**_money("fee", "Fee", 84), "hide": True},
        {**_numeric("r", "R", 76), "headerTooltip": R, "hide": True},
        {**_money("mae", "MAE", 96), "headerTooltip": MAE, "hide": True},
        {**_money("mfe", "MFE", 96), "headerTooltip": MFE, "hide": True},
        {"field": "position_id", "headerName": "Position", "width": 120, "hide": True},
        {**_numeric("magic", "Magic", 90), "hide": True},
        {"field": "comment", "headerName": "Comment", "width": 180, "hide": True},
        {**_money("net_profit", "Net profit", 138), "pinned": "right"},
        {"field": "currency", "headerName": "Currency", "width": 92, "hide": True},
    ]
    by, _, order = sort.partition(":")
    for column in columns:
        if column["field"] == by:
            column["sort"] = "desc" if order == "desc" else "asc"
        if shown:
            column["hide"] = column["field"] not in shown
    return columns


def default_columns() -> list[str]:
    """The columns that are shown when nobody chose any."""
    return [column["field"] for column in column_definitions("UTC") if not column.get("hide")]


def known_columns(text: object) -> list[str]:
    """The columns an address names, in the grid's order; none when it names none that exist."""
    wanted = text.split(".") if isinstance(text, str) else []
    return [column["field"] for column in column_definitions("UTC") if column["field"] in wanted]


def _numeric(field: str, heading: str, width: int, *, plain: bool = False) -> dict[str, Any]:
    shown = "tradePrice(params)" if plain else "tradeNumber(params)"
    return {
        "field": field,
        "headerName": heading,
        "width": width,
        "type": "rightAligned",
        "filter": NUMBER,
        "valueFormatter": {"function": shown},
    }


def _clock(field: str, word: str, zone: str) -> dict[str, Any]:
    shown = {"function": "tradeTime(params)"}
    return {
        "field": field,
        "headerName": f"{word}, {moment.short_zone(zone)}",
        "headerTooltip": f"{word}, {moment.zone_name(zone)} time",
        "width": 148,
        "valueFormatter": shown,
    }


def _money(field: str, heading: str, width: int) -> dict[str, Any]:
    signed = field in ("profit", "net_profit")
    return {
        **_numeric(field, heading, width),
        "valueFormatter": {"function": f"tradeMoney(params, {str(signed).lower()})"},
        "cellClassRules": PROFIT_OR_LOSS if signed else {},
    }
