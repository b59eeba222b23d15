"""`/report`: what a day, week, month, year or any period brought an account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import Field

from api._report_shapes import ReportAnswer, report_document
from api._shapes import ONLY_KNOWN, PREFIX, TAG, DateRange, bounds_of
from dashboard.context import services
from services.period_report import period_report
from services.report_period import ReportType, report_period

blueprint = APIBlueprint("report", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class ReportBody(DateRange):
    """Which account, and which days: the present day, week, month or year, that of a date, or both bounds."""

    model_config = ONLY_KNOWN

    account_id: UUID = Field(description="Identifier of the account.")
    report_type: ReportType = Field(description="`custom` needs both dates.")
    basis: Literal["net", "mt5"] = Field(
        "net", description="Round trips after costs, or MetaTrader's own counting."
    )


@blueprint.post("/report", responses={"200": ReportAnswer})
def report(body: ReportBody) -> Response:
    """What the period brought; 400 for a custom one without both dates."""
    performance, reporting = services().performance, services().reporting
    (account,) = performance.owners([body.account_id])
    zone = performance.zone_of([account])
    period = report_period(body.report_type, zone, datetime.now(UTC), *bounds_of(body, zone))
    found = period_report(services(), reporting.request([account.id], period, zone, basis=body.basis))
    return jsonify(report_document(found, body.report_type))
