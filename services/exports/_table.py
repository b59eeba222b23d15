"""What is exported: a titled table of typed columns, the same for every format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Kind(StrEnum):
    """How a column's cells are written; money and numbers stay numbers everywhere."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its machine name, its label for people, and how its cells are written."""

    name: str
    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; `notes` say what the file covers, one line each (name, value)."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[object]]
    notes: tuple[tuple[str, str], ...] = ()
