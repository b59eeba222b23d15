"""Columns as bytes and back, bit for bit: whole numbers as narrow as they are, the rest as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_LENGTH = 4  # bytes that say how long the header is
_DECIMALS = (0, 2, 3, 5)  # what amounts and volumes mostly have
_EXACT = 2.0**53  # whole numbers below it are exact as float64
_LOWEST = np.iinfo(np.int64).min  # also NaT


def packed(columns: Mapping[str, NDArray[Any]], beside: Mapping[str, object]) -> bytes:
    """The columns, and what else there is to say as JSON."""
    heads, contents = [], []
    for name, values in columns.items():
        stored, how = _narrowed(values)
        little = stored.astype(stored.dtype.newbyteorder("<"))
        heads.append([name, values.dtype.str, little.dtype.str, little.size, *how])
        contents.append(little.tobytes())
    header = json.dumps({"columns": heads, "beside": beside}).encode()
    return b"".join([len(header).to_bytes(_LENGTH, "big"), header, *contents])


def unpacked(content: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """The columns and the rest of what `packed` made."""
    at = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
    header = json.loads(content[_LENGTH:at])
    columns = {}
    for name, kind, stored, size, first, step, power in header["columns"]:
        values = np.frombuffer(content, dtype=stored, count=size, offset=at)
        columns[name] = _widened(values, np.dtype(kind), first, step, power)
        at += values.nbytes
    return columns, header["beside"]


def _narrowed(values: NDArray[Any]) -> tuple[NDArray[Any], tuple[int, int, int]]:
    """What is stored, and of whole numbers the first, their step, and the power of ten they count."""
    if values.dtype.kind == "b" or not values.size:
        return values, (0, 0, 0)
    if values.dtype.kind == "f":
        whole, power = _whole(values)
    else:
        whole, power = values.astype(np.int64), 0
    if whole is None or (first := int(whole.min())) == _LOWEST or int(whole.max()) - first >= _EXACT:
        return values, (0, 0, 0)
    apart = whole - first
    step = int(np.gcd.reduce(apart)) or 1
    counted = apart // step
    return counted.astype(np.min_scalar_type(int(counted.max()))), (first, step, power)


def _whole(values: NDArray[np.float64]) -> tuple[NDArray[np.int64] | None, int]:
    """The values in units of a decimal that holds all of them exactly, if one does."""
    if not (np.abs(values) < _EXACT).all():
        return None, 0
    for power in _DECIMALS:
        units = np.rint(values * 10.0**power)
        if (np.abs(units) < _EXACT).all() and (units / 10.0**power == values).all():
            return units.astype(np.int64), power
    return None, 0


def _widened(values: NDArray[Any], kind: np.dtype[Any], first: int, step: int, power: int) -> NDArray[Any]:
    if not step:
        return values.astype(kind)
    whole = values.astype(np.int64) * step + first
    if kind.kind == "f":
        return whole / 10.0**power if power else whole.astype(kind)
    return whole.astype(kind)
