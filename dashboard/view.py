"""What stands around pages and callbacks: amounts hidden or shown, failures told, still parts made light."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

import structlog
from flask import g, has_app_context, has_request_context, request

from components import format as fmt
from components.markup import lightened
from components.states import error_state
from dashboard.live_ids import live_ids
from dashboard.theme import hides_amounts
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash.development.base_component import Component

UNEXPECTED = "Something went wrong on our side; the log names it under this request."
DASH = "/_dash-"
_log = structlog.get_logger()
Answer = TypeVar("Answer")


def page(layout: Callable[..., Component]) -> Callable[..., Component]:
    """The layout, with any failure turned into a page that says what happened."""

    @wraps(layout)
    def show(**values: object) -> Component:
        try:
            with fmt.amounts(hidden=hides_amounts()):
                return light(layout(**values))
        except ServiceError as error:
            return error_state(str(error), request_id())
        except Exception:  # noqa: BLE001 - the edge: a page must never stay blank
            _log.exception("page_failed", page=layout.__module__)
            return error_state(UNEXPECTED, request_id())

    return show


def private(callback: Callable[..., Answer]) -> Callable[..., Answer]:
    """The callback, with amounts hidden where the browser asks for it, and its still parts as markup."""

    @wraps(callback)
    def answer(*values: object) -> Answer:
        with fmt.amounts(hidden=hides_amounts()):
            return light(callback(*values))

    return answer


def light(content: Answer) -> Answer:
    """Content as it goes to a browser; called as plain functions, pages and callbacks answer components."""
    is_for_browser = has_request_context() and request.path.startswith(DASH)
    return cast("Answer", lightened(content, live_ids())) if is_for_browser else content


def request_id() -> str:
    """The id that finds this request in the log."""
    return str(g.get("request_id", "")) if has_app_context() else ""
