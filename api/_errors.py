"""Errors of every request, in one shape: `{"error": {code, message, detail?}, "request_id"}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from flask import Response, current_app, g, jsonify, request
from pydantic import BaseModel
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, UnsupportedMediaType

from services.errors import ServiceError

if TYPE_CHECKING:
    from flask import Flask
    from pydantic import ValidationError
    from werkzeug.routing import MapAdapter

CALLBACK_PATH = "/_dash-update-component"
PAGE_RULES = frozenset({"/", "/<path:path>"})
PAGE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NEVER_A_PAGE = ("/api", "/_mcp", "/metrics", "/ws", "/docs", "/redoc")
BODY_TYPES = ("application/json", "multipart/form-data")
RETRY_SECONDS = "5"
SAID = {  # where the sentence of pydantic is for programmers
    "extra_forbidden": "this request has no such field; /docs has those there are",
    "model_type": "it must be a JSON object",
}

log = structlog.get_logger(__name__)


class ErrorDetail(BaseModel):
    """What went wrong: a stable code, a sentence, and for invalid values the list of them."""

    code: str
    message: str
    detail: list[dict[str, Any]] | None = None


class ErrorBody(BaseModel):
    """The body of every error."""

    error: ErrorDetail
    request_id: str


def install_errors(server: Flask) -> None:
    """Translate every error of *server* once."""
    server.before_request(_refuse_what_is_no_page)
    server.before_request(_refuse_other_bodies)
    server.register_error_handler(HTTPException, _http_error)
    server.register_error_handler(ServiceError, _service_error)
    server.register_error_handler(Exception, _unexpected_error)


def invalid_request(error: ValidationError) -> Response:
    """422 for values that a model refuses; names each of them."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    detail = [{"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in found]
    name = ".".join(map(str, found[0]["loc"])) or "body"
    said = SAID.get(found[0]["type"]) or found[0]["msg"].removeprefix("Value error, ").removesuffix(".")
    return problem(422, "invalid", f"{name}: {said}.", detail)


def problem(status: int, code: str, message: str, detail: list[dict[str, Any]] | None = None) -> Response:
    """An error response."""
    error: dict[str, Any] = {"code": code, "message": message}
    if detail is not None:
        error["detail"] = detail
    response = jsonify({"error": error, "request_id": g.get("request_id", "")})
    response.status_code = status
    return response


def _http_error(error: HTTPException) -> Response:
    if isinstance(error.response, Response):
        return error.response
    response = problem(
        error.code or 500, error.name.lower().replace(" ", "_"), error.description or error.name
    )
    for name, value in error.get_headers(request.environ):
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def _service_error(error: ServiceError) -> Response:
    response = problem(error.status, error.code, str(error))
    if error.status == 503:  # noqa: PLR2004 - the status of UnavailableError
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _unexpected_error(error: Exception) -> Response:
    """The outermost edge: nothing of an unforeseen error leaves the process, all of it is logged."""
    if request.path == CALLBACK_PATH and not _reached_a_callback(error):
        return problem(400, "bad_request", "The body is not one that this dashboard's pages send.")
    log.error("request_failed", exc_info=error)
    return problem(500, "internal_server_error", "Something went wrong here; the log has the details.")


def _reached_a_callback(error: Exception) -> bool:
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_name == "_invoke_callback":
            return True
        frame = frame.tb_next
    return False


def _refuse_what_is_no_page() -> None:
    """Dash answers every unknown path with its page; below these prefixes that would be a lie."""
    if not any(request.path == prefix or request.path.startswith(f"{prefix}/") for prefix in NEVER_A_PAGE):
        return
    if request.url_rule is not None and request.url_rule.rule not in PAGE_RULES:
        return
    adapter = current_app.create_url_adapter(request)
    allowed = set(adapter.allowed_methods()) if adapter is not None else set()
    if adapter is not None and _is_page(adapter):
        allowed -= PAGE_METHODS
    raise MethodNotAllowed(sorted(allowed)) if allowed else NotFound("There is nothing at this path.")


def _is_page(adapter: MapAdapter) -> bool:
    try:
        rule, _ = adapter.match(method="GET", return_rule=True)
    except HTTPException:
        return False
    return rule.rule in PAGE_RULES


def _refuse_other_bodies() -> None:
    if request.path.startswith("/api/") and request.content_length and request.mimetype not in BODY_TYPES:
        raise UnsupportedMediaType(
            "Send JSON (application/json), or a form with files (multipart/form-data)."
        )
