"""`/trades` and `/positions`: closed trades and open positions of an account."""

from __future__ import annotations

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from api._rows import position_row, trade_row
from api._shapes import PREFIX, TAG, AccountPath, DateRange, PageOfRows, Paging, page_of, period_of
from dashboard.context import services

blueprint = APIBlueprint("trades", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class TradesQuery(DateRange, Paging):
    """Which trades, by the time they closed."""


@blueprint.get("/trades/<account_id>", responses={"200": PageOfRows})
def trades(path: AccountPath, query: TradesQuery) -> Response:
    """Closed trades, oldest first."""
    performance = services().performance
    record = performance.record(path.account_id)
    rows = record.trades_in(period_of(query, performance.zone_of([record.account])))
    found, following = page_of(
        rows, lambda trade: [trade.exit_time.isoformat(), trade.position_id, trade.sequence], query
    )
    return jsonify(
        account_id=record.account.id,
        data=[trade_row(trade, record.account) for trade in found],
        total_records=len(rows),
        limit=query.limit,
        next_cursor=following,
    )


@blueprint.get("/positions/<account_id>", responses={"200": PageOfRows})
def positions(path: AccountPath, query: Paging) -> Response:
    """Open positions, oldest first."""
    record = services().performance.record(path.account_id)
    found, following = page_of(
        record.positions, lambda held: [held.time.isoformat(), held.position_id], query
    )
    return jsonify(
        account_id=record.account.id,
        data=[position_row(position, record.account) for position in found],
        total_records=len(record.positions),
        limit=query.limit,
        next_cursor=following,
    )
