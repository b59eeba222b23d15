"""`/tax`: tax years, and what they stand on."""

from __future__ import annotations

import io

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from api._attached import attached
from api._shapes import PREFIX, TAG, AccountPath
from api._tax_shapes import (
    Tax1099Body,
    Tax1099Form,
    Tax1099Path,
    TaxAccountChange,
    TaxClassChange,
    TaxClosingBody,
    TaxFormUpload,
    TaxProfileBody,
    TaxProfileChange,
    TaxYearBody,
    TaxYearPath,
    TaxYearQuery,
)
from dashboard.context import services
from services.errors import IncompleteInputError
from services.form_8949.filling import Owner
from services.tax_documents import closing_document, profile_document, year_document

blueprint = APIBlueprint("tax", __name__, url_prefix=PREFIX, abp_tags=[TAG])


@blueprint.get("/tax/<int:year>", responses={"200": TaxYearBody})
def tax_year(path: TaxYearPath, query: TaxYearQuery) -> Response:
    """Rows of Form 8949, wash sales, open lots, what is not on the form, and how all of it adds up."""
    return jsonify(year_document(services().tax_years.of(path.year, query.account_ids)))


@blueprint.post("/tax/<int:year>/form")
def tax_form(path: TaxYearPath, form: TaxFormUpload) -> Response:
    """The official PDF, filled in from the blank in *file*; neither it nor name and number are kept."""
    owner, blank = Owner(form.name, form.number), form.file.read()
    forms, statement = services().tax_forms, form.with_statement
    made = forms.fill(path.year, blank, owner, form.account_ids, with_statement=statement)
    return attached(io.BytesIO(made.content), made.content_type, made.filename)


@blueprint.get("/tax/<int:year>/closing", responses={"200": TaxClosingBody})
def tax_closing(path: TaxYearPath) -> Response:
    """Whether a year is closed, when, with which sums, and whether its rows are still those."""
    return _closing(path.year)


@blueprint.post("/tax/<int:year>/closing", responses={"200": TaxClosingBody})
def close_year(path: TaxYearPath) -> Response:
    """Note that a year was filed as it is now; 422 while anything of it is missing."""
    services().tax_closings.close(path.year, actor="api")
    return _closing(path.year)


@blueprint.delete("/tax/<int:year>/closing", responses={"200": TaxClosingBody})
def reopen_year(path: TaxYearPath) -> Response:
    """Take back that a year was filed."""
    services().tax_closings.reopen(path.year, actor="api")
    return _closing(path.year)


@blueprint.get("/tax/profile", responses={"200": TaxProfileBody})
def tax_profile() -> Response:
    """What the taxpayer says of himself, of accounts and of symbols."""
    return _profile()


@blueprint.put("/tax/profile", responses={"200": TaxProfileBody})
def change_profile(body: TaxProfileChange) -> Response:
    """Set elections and treatments."""
    services().tax_profiles.change(body.changes, actor="api")
    return _profile()


@blueprint.put("/tax/class", responses={"200": TaxProfileBody})
def change_class(body: TaxClassChange) -> Response:
    """Say what a symbol is."""
    account = "" if body.account_id is None else str(services().performance.find(str(body.account_id)).id)
    profiles = services().tax_profiles
    profiles.set_class(body.symbol, body.tax_class, account, body.contract_size, actor="api")
    return _profile()


@blueprint.put("/tax/account/<account_id>", responses={"200": TaxProfileBody})
def change_account(path: AccountPath, body: TaxAccountChange) -> Response:
    """Say whose an account is, by which method its sales take lots, through which day it is complete."""
    account, profiles = str(services().performance.find(str(path.account_id)).id), services().tax_profiles
    has_method = "method" in body.model_fields_set
    if has_method and body.since is None:
        raise IncompleteInputError("A method needs the day it begins on; give since.")
    if body.owner is not None:
        profiles.set_owner(account, body.owner, actor="api")
    if body.is_reported is not None:
        profiles.set_reported(account, is_reported=body.is_reported, actor="api")
    if body.complete_through is not None:
        profiles.set_complete(account, body.complete_through, actor="api")
    if has_method and body.since is not None:
        profiles.set_method(account, body.method, body.since, body.evidence, actor="api")
    return _profile()


@blueprint.post("/tax/1099/<account_id>", responses={"200": Tax1099Body})
def import_1099(path: AccountPath, form: Tax1099Form) -> Response:
    """Lay a CSV of Form 1099-B or 1099-DA beside the rows of an account."""
    name = form.file.filename or "1099.csv"
    years = services().broker_reports.store(path.account_id, name, form.file.read(), actor="api")
    return jsonify(account_id=path.account_id, lines=years)


@blueprint.delete("/tax/1099/<account_id>/<int:year>", responses={"200": Tax1099Body})
def remove_1099(path: Tax1099Path) -> Response:
    """Forget what was reported of a year."""
    services().broker_reports.remove(path.account_id, path.year, actor="api")
    return jsonify(account_id=path.account_id, lines={})


def _closing(year: int) -> Response:
    return jsonify(closing_document(year, services().tax_closings.of(year)))


def _profile() -> Response:
    profile, _ = services().tax_profiles.read()
    names = {str(account.id): account.name for account in services().performance.accounts()}
    return jsonify(profile_document(profile, names))
