"""The grid of closed trades: sorted, filtered and totalled where it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag

from services.calc.server_zone import server_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import TradeRow

TEXT = "agTextColumnFilter"
THEME = (
    "themeQuartz.withParams({backgroundColor: 'var(--surface)', foregroundColor: 'var(--text)',"
    " textColor: 'var(--text)', subtleTextColor: 'var(--muted)', accentColor: 'var(--accent)',"
    " borderColor: 'var(--grid)', headerBackgroundColor: 'var(--surface)', headerTextColor: 'var(--faint)',"
    " chromeBackgroundColor: 'var(--surface)', rowHoverColor: 'var(--raised)',"
    " menuBackgroundColor: 'var(--surface)',"
    " headerFontWeight: 600, fontFamily: 'inherit', fontSize: 12, rowHeight: 34, headerHeight: 36,"
    " wrapperBorder: false, wrapperBorderRadius: 0, oddRowBackgroundColor: 'var(--surface)',"
    " inputBackgroundColor: 'var(--surface)', inputTextColor: 'var(--text)', browserColorScheme: 'inherit'})"
)


def trades_grid(
    name: str,
    rows: Sequence[TradeRow],
    zone: str,
    columns: list[dict[str, Any]],
    filters: dict[str, Any] | None = None,
) -> Component:
    """The grid called *name*; *columns* are AG Grid's definitions, *filters* its filter model."""
    grid: Component = dag.AgGrid(
        id=name,
        rowData=[row_values(row, zone) for row in rows],
        columnDefs=columns,
        defaultColDef={"sortable": True, "resizable": True, "filter": TEXT, "minWidth": 70},
        filterModel=filters or {},
        getRowId="params.data.key",
        className="trades-grid",
        dashGridOptions={
            "theme": {"function": THEME},
            "animateRows": False,
            "suppressCellFocus": False,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "alwaysShowVerticalScroll": False,
            "suppressColumnVirtualisation": False,
            "localeText": {"noRowsToShow": "No trades fit the filter."},
            "includeHiddenColumnsInQuickFilter": True,
        },
    )
    return grid


def row_values(row: TradeRow, zone: str) -> dict[str, Any]:
    """A trade as the grid takes it: numbers stay numbers, times are sortable text in *zone*."""
    trade, account = row.trade, row.account
    clock = server_zone(zone)
    entry, leave = trade.entry_time, clock.to_server(trade.exit_time)
    return {
        "key": trade_key(row),
        "account": account.name,
        "currency": account.currency,
        "digits": account.currency_digits,
        "symbol": trade.symbol,
        "side": trade.side.value,
        "volume": float(trade.volume),
        "entry_time": clock.to_server(entry).isoformat(" ", "seconds") if entry else None,
        "exit_time": leave.isoformat(" ", "seconds"),
        "entry_price": None if trade.entry_price is None else float(trade.entry_price),
        "exit_price": float(trade.exit_price),
        "held": (trade.exit_time - entry).total_seconds() if entry else None,
        "profit": float(trade.profit),
        "commission": float(trade.commission),
        "swap": float(trade.swap),
        "fee": float(trade.fee),
        "net_profit": float(trade.net_profit),
        "r": row.r,
        "mae": row.mae,
        "mfe": row.mfe,
        "position_id": str(trade.position_id),
        "magic": trade.magic,
        "comment": trade.comment,
    }


def trade_key(row: TradeRow) -> str:
    """What tells a trade from every other."""
    return f"{row.account.id}/{row.trade.position_id}/{row.trade.sequence}"


def in_view(rows: Sequence[TradeRow], keys: Sequence[str]) -> list[TradeRow]:
    """The trades with these keys, in the order of the keys."""
    known = {trade_key(row): row for row in rows}
    return [known[key] for key in keys if key in known]
