"""A feed's batch as strict, versioned JSON and back: for agents, recordings and the feed's own process."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any, cast

import orjson
from pydantic import ValidationError

from services.errors import InvalidInputError
from services.feed_fields import SPECIAL
from services.feed_shapes import VERSION, BatchShape

if TYPE_CHECKING:
    from services.feed import FeedBatch

OURS = frozenset({"place", "tag"})
"""Fields that a file or a person sets here and no feed may: a feed's tickets say the order."""


def as_json(batch: FeedBatch) -> dict[str, Any]:
    """*batch* as a value that JSON can hold; a deal's tag is left out, since no broker gives one."""
    return {"version": VERSION, **cast("dict[str, Any]", _plain(batch))}


def from_json(value: object) -> FeedBatch:
    """The batch of a JSON value; raises InvalidInputError that names the field which is wrong."""
    try:
        shape = BatchShape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"])) or "batch"
        reason = first["msg"].removeprefix("Value error, ")
        raise InvalidInputError(f"{name}: {reason}.") from error
    return cast("FeedBatch", shape.value())


def encoded(batch: FeedBatch) -> bytes:
    """*batch* as one line of UTF-8 JSON, without its end."""
    return orjson.dumps(as_json(batch))


def decoded(text: bytes | str) -> FeedBatch:
    """The batch of JSON text; raises InvalidInputError for anything else."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidInputError(f"This is not JSON: {error}.") from error
    return from_json(value)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        told = (field.name for field in fields(value) if field.name not in OURS)
        return {name: _plain(getattr(value, name)) for name in told}
    if isinstance(value, float) and not math.isfinite(value):
        return next(name for name, special in SPECIAL.items() if str(special) == str(value))
    return _scalar(value)


def _scalar(value: object) -> object:
    match value:
        case IntEnum():
            return int(value)
        case Enum():
            return list(type(value)).index(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat()
        case _:
            return value
