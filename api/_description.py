"""The description of the interface: any operation may answer with any error, in the one shape of errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask_openapi3.openapi import OpenAPI

ERRORS = ("400", "401", "403", "404", "422", "429", "500", "503")
_BODY = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}


class DescribedServer(OpenAPI):
    """A server whose description says what it does: the library would promise lists of errors for 422."""

    @property
    def api_doc(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document: dict[str, Any] = super().api_doc
        for path in document["paths"].values():
            for operation in path.values():
                own = operation["responses"]
                own |= {status: _error(status) for status in ERRORS if status == "422" or status not in own}
        return document


def _error(status: str) -> dict[str, Any]:
    return {"description": HTTPStatus(int(status)).phrase, "content": _BODY}
