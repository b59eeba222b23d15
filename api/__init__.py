"""The HTTP interface: every public module of this package that has a `blueprint` is served."""

from __future__ import annotations

from importlib import import_module

from flask_openapi3.models.info import Info

from api._description import ERRORS, DescribedServer
from api._errors import ErrorBody, install_errors, invalid_request
from api._json import StrictJson
from services.plugins import public_modules
from services.version import VERSION

PREFIX = "/api/v1"
MAX_BODY_BYTES = 17 * 1024 * 1024  # a 12 MiB file, in the base64 that pages send it in


def product_version() -> str:
    """The version of the product."""
    return VERSION


def make_server() -> DescribedServer:
    """A Flask server with every resource, one shape of errors, and JSON without NaN."""
    server = DescribedServer(
        "app",
        info=Info(title="Performance Tracker", version=product_version()),
        security_schemes={"ingest_token": {"type": "http", "scheme": "bearer"}},
        responses=dict.fromkeys(ERRORS, ErrorBody),
        validation_error_model=ErrorBody,
        validation_error_callback=invalid_request,
        doc_ui=False,
        static_folder=None,
    )
    server.json = StrictJson(server)
    server.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    for name in public_modules(__name__):
        blueprint = getattr(import_module(name), "blueprint", None)
        if blueprint is None:
            continue
        if blueprint.url_prefix is None:
            server.register_api(blueprint, url_prefix=PREFIX)
        else:
            server.register_api(blueprint)
    install_errors(server)
    return server
