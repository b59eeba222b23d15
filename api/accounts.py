"""`/accounts`: the accounts, and one of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

from api._shapes import PREFIX, TAG, AccountPath
from dashboard.context import services
from services.documents import money

if TYPE_CHECKING:
    from services.answers import LivePnl

blueprint = APIBlueprint("accounts", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class AccountBody(BaseModel):
    """An account and where it stands."""

    account_id: UUID
    account_name: str
    login: str
    server: str
    company: str
    currency: str
    currency_digits: int
    margin_mode: str
    trade_mode: str
    server_zone: str
    is_demo: bool
    timestamp: datetime
    balance: str
    equity: str
    credit: str
    unrealized_pnl: str
    realized_pnl: str
    open_positions: int
    stale: bool


class AccountList(BaseModel):
    """Every account, by name."""

    data: list[AccountBody]
    total_records: int


@blueprint.get("/accounts", responses={"200": AccountList})
def accounts() -> Response:
    """Every account with its last known state."""
    performance = services().performance
    rows = [account_body(performance.pnl(account.id)) for account in performance.accounts()]
    return jsonify(data=rows, total_records=len(rows))


@blueprint.get("/accounts/<account_id>", responses={"200": AccountBody})
def account(path: AccountPath) -> Response:
    """One account with its last known state."""
    return jsonify(account_body(services().performance.pnl(path.account_id)))


def account_body(pnl: LivePnl) -> dict[str, Any]:
    """The fields of an account."""
    account, state = pnl.account, pnl.state
    return {
        "account_id": account.id,
        "account_name": account.name,
        "login": account.login,
        "server": account.server,
        "company": account.company,
        "currency": account.currency,
        "currency_digits": account.currency_digits,
        "margin_mode": account.margin_mode.value,
        "trade_mode": account.trade_mode.value,
        "server_zone": account.server_zone,
        "is_demo": account.is_demo,
        "timestamp": state.time,
        "balance": money(state.balance, account),
        "equity": money(state.equity, account),
        "credit": money(state.credit, account),
        "unrealized_pnl": money(pnl.unrealized_pnl, account),
        "realized_pnl": money(pnl.realized_pnl, account),
        "open_positions": state.open_positions,
        "stale": pnl.stale,
    }
