"""What commands print: one JSON document on stdout, or lines for people."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import click


def print_json(document: object) -> None:
    """Print one strict JSON document; undefined numbers are null, money is a string."""
    click.echo(json.dumps(jsonable(document), ensure_ascii=False, allow_nan=False, indent=2))


def jsonable(value: Any) -> Any:  # noqa: ANN401 - any document
    """*value* with only what JSON knows."""
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    if isinstance(value, float):
        return None if math.isnan(value) or math.isinf(value) else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal | UUID) else value
