"""`GET /retention/integrity`: whether what is stored is what the deals make."""

from __future__ import annotations

from datetime import datetime

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

from api._shapes import PREFIX, TAG
from dashboard.context import services
from services.documents import integrity_document

blueprint = APIBlueprint("integrity", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class IssueBody(BaseModel):
    """A violation: where, what, and what to do."""

    account: str
    check: str
    problem: str
    recommendation: str


class IntegrityBody(BaseModel):
    """Every violation found, and how much was checked."""

    verified_at: datetime
    issues_found: list[IssueBody]
    statistics: dict[str, int]
    recommendations: list[str]


@blueprint.get("/retention/integrity", responses={"200": IntegrityBody})
def integrity() -> Response:
    """Check every account against its deals; changes nothing."""
    return jsonify(integrity_document(services().integrity.verify()))
