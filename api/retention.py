"""`POST /retention/apply`: archives what is old; a dry run unless asked otherwise."""

from __future__ import annotations

from datetime import datetime

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._shapes import PREFIX, TAG
from dashboard.context import services
from services.documents import retention_document

blueprint = APIBlueprint("retention", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class RetentionQuery(BaseModel):
    """Which table, and whether to change anything."""

    table_name: str | None = Field(None, description="Table to apply the policy to; all when left out.")
    dry_run: bool = Field(default=True, description="Only count; false archives and removes.")


class CountsBody(BaseModel):
    """Rows archived, ranges compressed, rows removed."""

    archived: int
    compressed: int
    purged: int


class WaitingBody(BaseModel):
    """A month that is due and was left as it is, and why."""

    table: str
    account: str
    month: str
    reason: str


class RetentionBody(BaseModel):
    """What was done, or would be; `tables` says it for each table."""

    table_name: str | None
    retention_results: CountsBody
    tables: dict[str, CountsBody]
    waiting: list[WaitingBody]
    dry_run: bool
    applied_at: datetime


@blueprint.post("/retention/apply", responses={"200": RetentionBody})
def apply_retention(query: RetentionQuery) -> Response:
    """Archive and remove what is due by the policy of the settings."""
    return jsonify(retention_document(services().retention.apply(query.table_name, dry_run=query.dry_run)))
