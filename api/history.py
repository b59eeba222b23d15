"""`/history`: what an account did, as pages of snapshots, trades, deals or monthly metrics."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from api._rows import deal_row, snapshot_rows, trade_row
from api._shapes import (
    PREFIX,
    TAG,
    AccountPath,
    ArchivedBody,
    DateRange,
    PageOfRows,
    Paging,
    page_of,
    period_of,
)
from dashboard.context import services
from services.documents import metric_number
from services.metrics import NET

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.calc.period import Period
    from services.calc.record import TrackRecord

blueprint = APIBlueprint("history", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class HistoryQuery(DateRange, Paging):
    """Which rows of which time."""

    kind: Literal["snapshots", "trades", "deals", "metrics"] = "snapshots"


class HistoryBody(PageOfRows):
    """A page of an account's history, oldest first."""

    period_start: datetime | None
    period_end: datetime
    archived: list[ArchivedBody]


@blueprint.get("/history/<account_id>", responses={"200": HistoryBody})
def history(path: AccountPath, query: HistoryQuery) -> Response:
    """Rows of one kind, oldest first; `next_cursor` leads to the next page."""
    performance = services().performance
    record = performance.record(path.account_id)
    period = period_of(query, performance.zone_of([record.account]))
    rows = _KINDS[query.kind](record, period)
    archived = [
        asdict(part)
        for part in services().retention.ranges(record.account.id, period)
        if part.table in _TABLES[query.kind]
    ]
    found, following = page_of(rows, lambda row: row["key"], query)
    return jsonify(
        account_id=record.account.id,
        period_start=period.start,
        period_end=period.end,
        archived=archived,
        data=[{name: value for name, value in row.items() if name != "key"} for row in found],
        total_records=len(rows),
        limit=query.limit,
        next_cursor=following,
    )


def _snapshots(record: TrackRecord, period: Period) -> list[dict[str, Any]]:
    rows = (row for row in snapshot_rows(record) if period.contains(row["timestamp"]))
    return [{"key": [row["timestamp"].isoformat()], **row} for row in rows]


def _trades(record: TrackRecord, period: Period) -> list[dict[str, Any]]:
    return [
        {
            "key": [trade.exit_time.isoformat(), trade.position_id, trade.sequence],
            **trade_row(trade, record.account),
        }
        for trade in record.trades_in(period)
    ]


def _deals(record: TrackRecord, period: Period) -> list[dict[str, Any]]:
    return [
        {"key": [deal.time.isoformat(), deal.ticket], **deal_row(deal, record.account)}
        for deal in record.deals_in(period)
    ]


def _cut(month: Period, period: Period) -> Period:
    starts = [start for start in (month.start, period.start) if start is not None]
    return replace(month, start=max(starts, default=None), end=min(month.end, period.end))


def _metrics(record: TrackRecord, period: Period) -> list[dict[str, Any]]:
    """One row a calendar month in which something was recorded, cut to the period."""
    performance = services().performance
    rows = []
    for month in (_cut(month, period) for month in performance.months(record, period)):
        values = performance.metrics(record.account.id, month, basis=NET)
        numbers = {value.metric.name: metric_number(value, record.account) for value in values}
        rows.append(
            {
                "key": [month.end.isoformat()],
                "period_start": month.start,
                "period_end": month.end,
                **numbers,
            }
        )
    return rows


_KINDS: dict[str, Callable[[TrackRecord, Period], list[dict[str, Any]]]] = {
    "snapshots": _snapshots,
    "trades": _trades,
    "deals": _deals,
    "metrics": _metrics,
}
_SERIES = ("performance_snapshots", "performance_15m", "performance_1h")
_TABLES = {
    "snapshots": _SERIES,
    "trades": ("trade_performance",),
    "deals": ("deals",),
    "metrics": (*_SERIES, "trade_performance", "deals"),
}
