"""`/pnl`: profit and loss of an account now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._shapes import PREFIX, TAG, AccountPath
from dashboard import live
from dashboard.context import services
from services.documents import money
from services.live.answer import pnl_now
from services.model import ZERO

blueprint = APIBlueprint("pnl", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class PnlQuery(BaseModel):
    """What to count."""

    include_unrealized: bool = Field(default=True, description="Whether open positions count.")


class PnlBody(BaseModel):
    """Profit and loss at an instant; `daily_change_percentage` is a percentage, null without capital."""

    account_id: UUID
    timestamp: datetime
    currency: str
    balance: str
    equity: str
    realized_pnl: str
    unrealized_pnl: str
    total_pnl: str
    daily_change: str
    daily_change_percentage: float | None
    open_positions: int
    stale: bool
    seq: int


@blueprint.get("/pnl/<account_id>", responses={"200": PnlBody})
def pnl(path: AccountPath, query: PnlQuery) -> Response:
    """Profit and loss now, from the engine while it speaks; `stale` marks a state that is not live."""
    stored = services().performance.pnl(path.account_id)
    account, now = stored.account, pnl_now(stored, live.hearing())
    floating = now.unrealized_pnl if query.include_unrealized else ZERO
    return jsonify(
        account_id=account.id,
        timestamp=now.time,
        currency=account.currency,
        balance=money(now.balance, account),
        equity=money(now.equity, account),
        realized_pnl=money(now.realized_pnl, account),
        unrealized_pnl=money(floating, account),
        total_pnl=money(now.realized_pnl + floating, account),
        daily_change=money(now.daily_change, account),
        daily_change_percentage=now.daily_change_percentage,
        open_positions=now.open_positions,
        stale=now.is_stale,
        seq=now.seq,
    )
