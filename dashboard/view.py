"""What stands around every page and callback: amounts hidden or shown, and failures told in a sentence."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

import structlog
from flask import g, has_app_context

from components import format as fmt
from components.states import error_state
from dashboard.theme import hides_amounts
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash.development.base_component import Component

UNEXPECTED = "Something went wrong on our side; the log names it under this request."
_log = structlog.get_logger()
Answer = TypeVar("Answer")


def page(layout: Callable[..., Component]) -> Callable[..., Component]:
    """The layout, with any failure turned into a page that says what happened."""

    @wraps(layout)
    def show(**values: object) -> Component:
        try:
            with fmt.amounts(hidden=hides_amounts()):
                return layout(**values)
        except ServiceError as error:
            return error_state(str(error), request_id())
        except Exception:  # noqa: BLE001 - the edge: a page must never stay blank
            _log.exception("page_failed", page=layout.__module__)
            return error_state(UNEXPECTED, request_id())

    return show


def private(callback: Callable[..., Answer]) -> Callable[..., Answer]:
    """The callback, with amounts hidden where the browser asks for it."""

    @wraps(callback)
    def answer(*values: object) -> Answer:
        with fmt.amounts(hidden=hides_amounts()):
            return callback(*values)

    return answer


def request_id() -> str:
    """The id that finds this request in the log."""
    return str(g.get("request_id", "")) if has_app_context() else ""
