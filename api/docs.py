"""`/openapi.json`, and its two readers `/docs` and `/redoc`, all from local files."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import Response, abort, current_app, jsonify, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

OWN = Path(__file__).parent / "_docs"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
BUNDLED = {
    "swagger-ui.css": ("flask_openapi3_swagger", "swagger/css/swagger-ui.css"),
    "swagger-ui-bundle.js": ("flask_openapi3_swagger", "swagger/js/swagger-ui-bundle.js"),
    "redoc.standalone.js": ("flask_openapi3_redoc", "redoc/js/redoc.standalone.js"),
}
REMOTE_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"  # the one thing ReDoc would ask another host for
NO_LOGO = b"data:,"

blueprint = APIBlueprint("docs", __name__, url_prefix="", doc_ui=False)


class FileName(BaseModel):
    """The name of a script or style sheet."""

    name: str


@blueprint.get("/openapi.json", doc_ui=False)
def openapi() -> Response:
    """The description of the interface, OpenAPI 3.1."""
    return jsonify(cast("OpenAPI", current_app).api_doc)


@blueprint.get("/docs", doc_ui=False)
def swagger() -> Response:
    """Swagger UI."""
    return _file("swagger.html")


@blueprint.get("/redoc", doc_ui=False)
def redoc() -> Response:
    """ReDoc."""
    return _file("redoc.html")


@blueprint.get("/docs/<name>", doc_ui=False)
def file(path: FileName) -> Response:
    """A script or style sheet of the two readers."""
    if path.name not in BUNDLED and not (OWN / path.name).is_file():
        abort(404)
    return _file(path.name)


def _file(name: str) -> Response:
    response = Response(_content(name), mimetype=TYPES[Path(name).suffix])
    response.add_etag()
    response.make_conditional(request.environ)
    return response


@cache
def _content(name: str) -> bytes:
    if name not in BUNDLED:
        return (OWN / name).read_bytes()
    package, path = BUNDLED[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(name)
    folder = Path(spec.submodule_search_locations[0]) / "templates"
    return (folder / path).read_bytes().replace(REMOTE_LOGO, NO_LOGO)
