"""`POST /import`: a statement into the ledger, nothing stored unless it reconciles."""

from __future__ import annotations

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, Field

from api._shapes import PREFIX, TAG
from dashboard.context import services
from services.documents import import_document
from services.importers import SourceFile

blueprint = APIBlueprint("importing", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class ImportForm(BaseModel):
    """A file and what the person knows of it."""

    file: FileStorage
    account: str | None = Field(None, description="Name of the account; needed when the file names none.")
    server_tz: str | None = Field(None, description="Zone of the broker's clock, such as NY+7 or UTC+2.")
    dry_run: bool = Field(default=False, description="Read and reconcile, store nothing.")
    accept_residual: bool = Field(default=False, description="Store what does not add up, marked so.")


class FigureBody(BaseModel):
    """A figure the broker printed, and ours."""

    name: str
    stated: str
    computed: str
    match: bool


class ImportBody(BaseModel):
    """What was read of one account, what is new, and the reconciliation."""

    file: str
    sha256: str
    format: str
    account: str
    account_id: str | None
    currency: str
    deals: int
    new_deals: int
    changed_deals: int
    trades: int
    open_positions: int
    opening_balance: str
    orphans: int
    residual: str
    balance_chain: str
    server_zone: str
    server_zone_reason: str
    figures: list[FigureBody]
    problems: list[str]
    warnings: list[str]
    stored: bool


class ImportsBody(BaseModel):
    """One entry an account in the file."""

    data: list[ImportBody]


@blueprint.post("/import", responses={"200": ImportsBody, "409": ImportsBody})
def import_file(form: ImportForm) -> Response:
    """Import a statement; 409 with the same body when it does not reconcile and was refused whole."""
    source = SourceFile(form.file.filename or "file", form.file.read())
    ingest = services().ingest
    if form.dry_run:
        reports = ingest.check(source, account=form.account, server_zone=form.server_tz)
    else:
        reports = ingest.store(
            source,
            account=form.account,
            server_zone=form.server_tz,
            accept_residual=form.accept_residual,
        )
    response = jsonify(data=[import_document(report) for report in reports])
    refused = not form.dry_run and not all(report.stored for report in reports)
    response.status_code = 409 if refused else 200
    return response
