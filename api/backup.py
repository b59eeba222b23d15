"""`POST /retention/backup`: a proven copy of everything."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._shapes import PREFIX, TAG
from dashboard.context import services
from services.documents import backup_document

blueprint = APIBlueprint("backup", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class BackupQuery(BaseModel):
    """Which kind of backup."""

    backup_type: Literal["incremental", "full"] = Field(
        "incremental", description="Whether to build on the last good backup."
    )


class TableBody(BaseModel):
    """A table in a backup: its rows, and a hash of their text."""

    table: str
    record_count: int
    sha256: str


class BackupBody(BaseModel):
    """A backup; `verified` once it was restored elsewhere and compared."""

    backup_id: str
    backup_type: str
    created_at: datetime
    reason: str
    status: str
    verified: bool
    verified_at: datetime | None
    parent_id: str | None
    tables_backed_up: list[TableBody]
    total_records: int
    size: int
    encrypted: bool
    revision: str
    path: str
    error: str | None
    notes: list[str]


@blueprint.post("/retention/backup", responses={"200": BackupBody})
def backup(query: BackupQuery) -> Response:
    """Back up the whole database and its archive files, and prove it; 409 while another runs."""
    return jsonify(backup_document(services().backups.make(query.backup_type, "api")))
