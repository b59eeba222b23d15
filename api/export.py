"""`/export`: files of reports, small ones at once, long ones when they are ready."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._attached import attached
from api._shapes import ONLY_KNOWN, PREFIX, TAG, AskedAccounts, DateRange, period_of
from dashboard.context import services
from services.errors import InvalidInputError
from services.export_state import download_address
from services.storage.kept_exports import ExportStatus

if TYPE_CHECKING:
    from services.storage.kept_exports import KeptExport

blueprint = APIBlueprint("export", __name__, url_prefix=PREFIX, abp_tags=[TAG])
MOST_LISTED = 100


class ExportBody(DateRange, AskedAccounts):
    """Which accounts (all when none are named), which days, what, and in which format."""

    model_config = ONLY_KNOWN

    report_type: str = Field("trades", description="A report such as trades or metrics.")
    export_format: str = Field("csv", description="A file format such as csv, json, xlsx, pdf or html.")
    include_details: bool = Field(default=True, description="The rows behind the figures too.")
    currency: str | None = Field(None, description="The currency of totals.")
    zone: str | None = Field(None, description="The zone that days begin in.")
    basis: Literal["net", "mt5"] = Field("net", description="The basis of metrics.")
    tax_year: int | None = Field(None, description="Year of a tax file; the last one when left out.")
    options: dict[str, str] = Field(default={}, description="What only this report knows, such as tax_year.")


class ExportPath(BaseModel):
    """The file of a path."""

    export_id: UUID = Field(description="Identifier of the file.")


class ExportState(BaseModel):
    """How far a file is; size, hash and address once it is ready."""

    export_id: UUID
    filename: str
    content_type: str
    size: int | None
    sha256: str | None
    generated_at: datetime | None
    download_url: str | None
    status: ExportStatus
    progress: float
    rows_done: int
    rows_total: int | None
    seconds_left: float | None
    error: str | None
    expires_at: datetime | None


class ExportList(BaseModel):
    """The newest files."""

    exports: list[ExportState]


@blueprint.post("/export", responses={"200": ExportState, "202": ExportState})
def ask(body: ExportBody) -> tuple[Response, int]:
    """A file of a report: ready in the answer where it is small, else under way (202)."""
    performance = services().performance
    accounts = body.accounts
    owners = performance.owners(accounts)
    period = period_of(body, performance.zone_of(owners, body.zone))
    request = services().reporting.request(
        accounts,
        period,
        body.zone,
        currency=body.currency,
        basis=body.basis,
        has_details=body.include_details,
        options=body.options | ({} if body.tax_year is None else {"tax_year": str(body.tax_year)}),
    )
    kept = services().export_jobs.ask(body.report_type, request, body.export_format)
    return jsonify(export_document(kept)), 200 if kept.status is ExportStatus.READY else 202


@blueprint.get("/export", responses={"200": ExportList})
def listed() -> Response:
    """The newest files, ready, failed and under way."""
    return jsonify(exports=[export_document(kept) for kept in services().export_history.all(MOST_LISTED)])


@blueprint.get("/export/<export_id>", responses={"200": ExportState})
def state(path: ExportPath) -> Response:
    """How far a file is."""
    return jsonify(export_document(services().export_history.get(path.export_id)))


@blueprint.delete("/export/<export_id>", responses={"200": ExportState})
def cancel(path: ExportPath) -> Response:
    """Stop a file that is under way."""
    return jsonify(export_document(services().export_jobs.cancel(path.export_id)))


@blueprint.get("/export/<export_id>/download")
def download(path: ExportPath) -> Response:
    """The file itself."""
    history = services().export_history
    kept = history.get(path.export_id)
    if kept.status is not ExportStatus.READY:
        raise InvalidInputError(f"The file is not ready, it is {kept.status.value}.")
    return attached(history.path(kept), kept.content_type, kept.filename, etag=kept.sha256)


def export_document(kept: KeptExport) -> dict[str, Any]:
    """A file as JSON."""
    is_ready = kept.status is ExportStatus.READY
    return {
        "export_id": kept.id,
        "filename": kept.filename,
        "content_type": kept.content_type,
        "size": kept.size,
        "sha256": kept.sha256,
        "generated_at": kept.finished_at if is_ready else None,
        "download_url": download_address(kept) if is_ready else None,
        "status": kept.status,
        "progress": kept.progress,
        "rows_done": kept.rows_done,
        "rows_total": kept.rows_total,
        "seconds_left": kept.seconds_left(datetime.now(UTC)),
        "error": kept.error or None,
        "expires_at": kept.expires_at,
    }
