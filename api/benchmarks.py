"""`/benchmarks`: imported series of daily closes that accounts are laid beside."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, Field

from api._shapes import TAG
from dashboard.context import services
from services.benchmarks import LONGEST_NAME
from services.documents import series_document

blueprint = APIBlueprint("benchmarks", __name__, abp_tags=[TAG])


class SeriesPath(BaseModel):
    """The series of a path."""

    series_id: UUID = Field(description="Identifier of the series.")


class SeriesForm(BaseModel):
    """A file of closes, and what the series is called."""

    file: FileStorage
    name: str | None = Field(None, max_length=2 * LONGEST_NAME, description="The file's name when left out.")


class SeriesBody(BaseModel):
    """An imported series."""

    series_id: UUID
    name: str
    filename: str
    sha256: str
    days: int
    first_day: date
    last_day: date


class SeriesList(BaseModel):
    """Every series, by name."""

    data: list[SeriesBody]
    total_records: int


@blueprint.get("/benchmarks", responses={"200": SeriesList})
def benchmarks() -> Response:
    """Every imported series."""
    rows = [series_document(series) for series in services().benchmarks.all()]
    return jsonify(data=rows, total_records=len(rows))


@blueprint.post("/benchmarks", responses={"201": SeriesBody})
def add_benchmark(form: SeriesForm) -> Response:
    """Import a CSV of `date,close`; the same file again is the series it made."""
    content, filename = form.file.read(), form.file.filename or "file"
    series = services().benchmarks.add(filename, content, form.name or "", actor="api")
    response = jsonify(series_document(series))
    response.status_code = 201
    return response


@blueprint.delete("/benchmarks/<series_id>", responses={"200": SeriesBody})
def remove_benchmark(path: SeriesPath) -> Response:
    """Remove a series and answer what it was."""
    return jsonify(series_document(services().benchmarks.remove(path.series_id, actor="api")))
