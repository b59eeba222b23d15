"""`/pnl`: profit and loss of an account from its last known state."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._shapes import PREFIX, TAG, AccountPath
from dashboard.context import services
from services.documents import money
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
    """Profit and loss now; `stale` marks a state that is not live."""
    found = services().performance.pnl(path.account_id)
    account, state = found.account, found.state
    floating = found.unrealized_pnl if query.include_unrealized else ZERO
    return jsonify(
        account_id=account.id,
        timestamp=state.time,
        currency=account.currency,
        balance=money(state.balance, account),
        equity=money(state.equity, account),
        realized_pnl=money(found.realized_pnl, account),
        unrealized_pnl=money(floating, account),
        total_pnl=money(found.realized_pnl + floating, account),
        daily_change=money(found.daily_change, account),
        daily_change_percentage=found.daily_change_percentage,
        open_positions=state.open_positions,
        stale=found.stale,
        seq=found.seq,
    )
