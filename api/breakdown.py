"""`/breakdown/{account}`: the result by symbol, side, hour, weekday or duration, with one total."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._shapes import PREFIX, TAG, AccountPath, DateRange, period_of
from dashboard.context import services
from services.documents import money

if TYPE_CHECKING:
    from services.comparison.breakdown_table import GroupRow
    from services.documents import Denominated

blueprint = APIBlueprint("breakdown", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class BreakdownQuery(DateRange):
    """Period, what trades are told apart by, and the clock of hours and days."""

    by: str = Field("symbol", description="`symbol`, `side`, `hour`, `weekday` or `duration`.")
    zone: str | None = Field(None, description="Zone of hours and days; the reporting zone when left out.")


class BreakdownRow(BaseModel):
    """A group of trades; null where a figure is undefined. The shares of all groups add up to 1."""

    label: str
    trades: int
    net_profit: str
    win_rate: float | None
    profit_factor: float | None
    expectancy: str | None
    share: float | None


class BreakdownBody(BaseModel):
    """The groups that hold trades, and their total, which is the account's net profit to the minor unit."""

    account_id: UUID
    by: str
    definition: str
    currency: str
    zone: str
    period_start: datetime | None
    period_end: datetime
    groups: list[BreakdownRow]
    total: BreakdownRow


@blueprint.get("/breakdown/<account_id>", responses={"200": BreakdownBody})
def breakdown(path: AccountPath, query: BreakdownQuery) -> Response:
    """The closed trades of a period by group; 404 for an unknown breakdown."""
    performance = services().performance
    account = performance.record(path.account_id).account
    zone = performance.zone_of([account], query.zone)
    period = period_of(query, zone)
    found = services().insight.breakdown(account.id, query.by, period, zone)
    return jsonify(
        account_id=account.id,
        by=found.kind.name,
        definition=found.kind.definition,
        currency=found.terms.currency,
        zone=found.terms.zone,
        period_start=period.start,
        period_end=period.end,
        groups=[group_row(row, account) for row in found.rows],
        total=group_row(found.total, account),
    )


def group_row(row: GroupRow, told_in: Denominated) -> dict[str, Any]:
    """A group of trades as JSON; money has the digits of what it is *told_in*."""
    return {
        "label": row.label,
        "trades": row.trades,
        "net_profit": money(row.net_profit, told_in),
        "win_rate": _known(row.win_rate),
        "profit_factor": _known(row.profit_factor),
        "expectancy": money(row.expectancy, told_in),
        "share": _known(row.share),
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
