"""The fields of what comes from outside: decimals as text, times with their offset, MetaTrader's numbers."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from services.calc.server_zone import server_zone
from services.errors import InvalidInputError
from services.model import DealEntry, MarginMode, Side, TradeMode

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

_LARGEST, _SMALL, _DAY_MINUTES = 2**63 - 1, 2**15 - 1, 24 * 60
_DECIMAL = r"^-?[0-9]{1,20}(\.[0-9]{1,16})?$"
_PLAIN = r"^[^\u0000-\u001f\u007f]*$"
_FIRST_YEAR, _END_YEAR = 1970, 2200
SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_E = TypeVar("_E", bound="Enum")


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str) or re.fullmatch(_DECIMAL, value, re.ASCII) is None:
        raise ValueError('must be a decimal number as text, such as "-1598.66"')
    return Decimal(value)


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError("must be a time as text, such as 2026-01-05T10:00:00+00:00")  # noqa: TRY004 - pydantic
    found = datetime.fromisoformat(value)
    if not _FIRST_YEAR < found.year < _END_YEAR:
        raise ValueError(f"must be a time between {_FIRST_YEAR + 1} and {_END_YEAR - 1}")
    return found


def _aware(value: object) -> datetime:
    found = _moment(value)
    if found.tzinfo is None:
        raise ValueError("must have its offset, such as 2026-01-05T10:00:00+00:00")
    return found.astimezone(UTC)


def _naive(value: object) -> datetime:
    found = _moment(value)
    if found.tzinfo is not None:
        raise ValueError("must be the server's clock, without an offset")
    return found


def _price(value: object) -> object:
    return SPECIAL.get(value, value) if isinstance(value, str) else value


def _numbered(kind: type[_E]) -> Callable[[object], _E]:
    """Reads a member of an enum by MetaTrader's number, which is its place."""
    members = list(kind)

    def member(value: object) -> _E:
        if type(value) is not int or not 0 <= value < len(members):
            raise ValueError(f"must be a whole number from 0 to {len(members) - 1}")
        return members[value]

    return member


def _zone(name: str) -> str:
    try:
        return server_zone(name).name
    except InvalidInputError as error:
        raise ValueError(str(error)) from error


def _whole(most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": 0, "maximum": most})


_TIME_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})
_CLOCK_SCHEMA = WithJsonSchema({"type": "string", "description": "The server's clock, without an offset."})
_PRICE_SCHEMA = WithJsonSchema({"anyOf": [{"type": "number"}, {"enum": list(SPECIAL)}]})
Amount = Annotated[
    Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "string", "pattern": _DECIMAL})
]
Time = Annotated[datetime, BeforeValidator(_aware), _TIME_SCHEMA]
ServerTime = Annotated[datetime, BeforeValidator(_naive), _CLOCK_SCHEMA]
Price = Annotated[float, BeforeValidator(_price), _PRICE_SCHEMA]
Ticket = Annotated[int, Field(ge=0, le=_LARGEST)]
Magic = Annotated[int, Field(ge=-_LARGEST - 1, le=_LARGEST)]
Small = Annotated[int, Field(ge=0, le=_SMALL)]
Digits = Annotated[int, Field(ge=0, le=16)]
Leverage = Annotated[int, Field(ge=1, le=2**31 - 1)]
Offset = Annotated[int, Field(gt=-_DAY_MINUTES, lt=_DAY_MINUTES)]
Text = Annotated[str, Field(max_length=256, pattern=_PLAIN)]
Name = Annotated[str, Field(min_length=1, max_length=128, pattern=_PLAIN)]
Currency = Annotated[str, Field(min_length=2, max_length=12, pattern=_PLAIN)]
Zone = Annotated[str, Field(min_length=2, max_length=64), AfterValidator(_zone)]
SideNumber = Annotated[Side, BeforeValidator(_numbered(Side)), _whole(1)]
EntryNumber = Annotated[DealEntry, BeforeValidator(_numbered(DealEntry)), _whole(3)]
MarginNumber = Annotated[MarginMode, BeforeValidator(_numbered(MarginMode)), _whole(2)]
TradeNumber = Annotated[TradeMode, BeforeValidator(_numbered(TradeMode)), _whole(2)]
