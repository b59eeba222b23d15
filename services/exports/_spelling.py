"""A column's cells as text, many at once: the spelling of `cell_text` with few calls a value."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson

from services.exports._cells import cell_text, signless_zero
from services.exports._kind import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.exports._document import Column

    Quick = Callable[[Sequence[Any]], "list[str] | None"]

UTC_ENDING = "+00:00"
SIGNED_ZERO = re.compile(r"-0(?:\.0*)?$", re.MULTILINE)  # begins with what is searched for quickly
_NOTHING = type(None)


def spelled(column: Column, values: Sequence[object]) -> Sequence[str]:
    """What `cell_text` says of each of them; values of one type are written together where that is safe."""
    types = set(map(type, values))
    if types == {str}:
        return values  # type: ignore[return-value] # each is a text
    has_gaps = _NOTHING in types
    types.discard(_NOTHING)
    if not types:
        return [""] * len(values)
    quick = _quick(types.pop(), column.kind) if len(types) == 1 else None
    known = [value for value in values if value is not None] if has_gaps else values
    texts = None if quick is None else quick(known)
    if texts is None:
        return [cell_text(column, value) for value in values]
    if not has_gaps:
        return texts
    following = iter(texts)
    return ["" if value is None else next(following) for value in values]


def _quick(kind_of_value: type, kind: Kind) -> Quick | None:
    if kind_of_value is datetime:
        return _instants if kind is Kind.TIME else None
    if kind_of_value is float:
        return None if kind in (Kind.MONEY, Kind.TEXT) else _floats
    if kind_of_value is Decimal:
        return _decimals
    return _integers if kind_of_value is int else None


def _decimals(values: Sequence[Decimal]) -> list[str] | None:
    """As they are, unless one has an exponent or is no number."""
    texts = list(map(str, values))
    joined = "\n".join(texts)
    return None if "E" in joined or "N" in joined or "n" in joined else _signless(texts, joined)


def _integers(values: Sequence[int]) -> list[str]:
    return list(map(str, values))


def _floats(values: Sequence[float]) -> list[str] | None:
    texts = list(map(repr, values))
    joined = "\n".join(texts)
    if "e" in joined or "n" in joined:
        return None
    return _signless([text.removesuffix(".0") for text in texts], joined)


def _signless(texts: list[str], lines: str) -> list[str]:
    return [signless_zero(text) for text in texts] if SIGNED_ZERO.search(lines) else texts


def _instants(values: Sequence[datetime]) -> list[str] | None:
    """As ISO 8601 has them, where all are in UTC and on a full second; orjson writes it ten times as fast."""
    joined = orjson.dumps(values).decode()[2:-2]
    texts = joined.split('","')
    return texts if joined.count(UTC_ENDING) == len(texts) and "." not in joined else None
