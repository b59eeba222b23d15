"""`/reconcile`: an account against its broker, in total and day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

from api._shapes import PREFIX, TAG, AccountPath
from api.importing import FigureBody
from dashboard.context import services
from services.documents import figure_document, money

if TYPE_CHECKING:
    from services.answers import DayResidual
    from services.model import Account

blueprint = APIBlueprint("reconcile", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class DayBody(BaseModel):
    """The identity of one account day; `residual` is what it leaves unexplained."""

    day: str
    equity_start: str
    equity_end: str
    flows: str
    booked: str
    floating_change: str
    residual: str


class ReconcileBody(BaseModel):
    """Residual per day and in total, and the figures the broker printed."""

    account_id: UUID
    currency: str
    standing: str
    residual: str
    opening_balance: str
    orphans: int
    deals: int
    figures: list[FigureBody]
    days: list[DayBody]


@blueprint.get("/reconcile/<account_id>", responses={"200": ReconcileBody})
def reconcile(path: AccountPath) -> Response:
    """equity_end - equity_start - flows - booked - floating change, for every day and in total."""
    found = services().performance.reconciliation(path.account_id)
    account = found.account
    return jsonify(
        account_id=account.id,
        currency=account.currency,
        standing=found.standing.value,
        residual=money(found.residual, account),
        opening_balance=money(found.opening_balance, account),
        orphans=found.orphans,
        deals=found.deals,
        figures=[figure_document(figure) for figure in found.figures],
        days=[_day(day, account) for day in found.days],
    )


def _day(day: DayResidual, account: Account) -> dict[str, Any]:
    return {
        "day": day.day,
        "equity_start": money(day.equity_start, account),
        "equity_end": money(day.equity_end, account),
        "flows": money(day.flows, account),
        "booked": money(day.booked, account),
        "floating_change": money(day.floating_change, account),
        "residual": money(day.residual, account),
    }
