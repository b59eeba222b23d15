"""JSON as the contract wants it: money as text, times with their offset, never NaN."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import orjson
from flask import Response
from flask.json.provider import JSONProvider
from pydantic import BaseModel

OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS


class StrictJson(JSONProvider):
    """Flask's JSON by orjson: NaN and infinity become null, Decimal a plain decimal string."""

    def dumps(self, obj: object, **_: object) -> str:
        """*obj* as JSON text."""
        return encode(obj).decode()

    def loads(self, s: str | bytes, **_: object) -> Any:  # noqa: ANN401 - JSON may hold anything
        """The value of JSON text; raises ValueError, for NaN too."""
        return orjson.loads(s)

    def response(self, *args: object, **kwargs: object) -> Response:
        """A response with the given value as its body."""
        body = encode(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")


def encode(value: object) -> bytes:
    """*value* as UTF-8 JSON; raises TypeError for a naive time or an unknown type."""
    return orjson.dumps(value, default=_encode_one, option=OPTIONS)


def _encode_one(value: object) -> str | dict[str, object] | None:
    match value:
        case Decimal():
            return format(value, "f") if value.is_finite() else None
        case datetime():
            if value.tzinfo is None:
                raise TypeError("a time without its zone cannot be sent")
            return value.isoformat()
        case date() | time():
            return value.isoformat()
        case BaseModel():
            return value.model_dump()
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written as JSON")
