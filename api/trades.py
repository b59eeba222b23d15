"""`/trades` and `/positions`: closed trades and open positions of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from api._rows import position_row, watched_row
from api._shapes import PREFIX, TAG, AccountPath, DateRange, PageOfRows, Paging, page_of, period_of
from dashboard.context import services

if TYPE_CHECKING:
    from services.answers import TradeRow

blueprint = APIBlueprint("trades", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class TradesQuery(DateRange, Paging):
    """Which trades, by the time they closed."""


@blueprint.get("/trades/<account_id>", responses={"200": PageOfRows})
def trades(path: AccountPath, query: TradesQuery) -> Response:
    """Closed trades, oldest first."""
    performance = services().performance
    record = performance.record(path.account_id)
    period = period_of(query, performance.zone_of([record.account]))
    rows = sorted(performance.trades([record.account.id], period), key=_key)
    found, following = page_of(rows, _key, query)
    return jsonify(
        account_id=record.account.id,
        data=[watched_row(row) for row in found],
        total_records=len(rows),
        limit=query.limit,
        next_cursor=following,
    )


def _key(row: TradeRow) -> list[Any]:
    return [row.trade.exit_time.isoformat(), row.trade.position_id, row.trade.sequence]


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
