"""What is printed: a document of typed parts, the same for every format, which arranges them in its way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from services.exports._kind import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from services.exports._chart import Chart

LOT_DIGITS = 2  # of a volume, at least


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its machine name, its label for people, and how its cells are written.

    `digits` are the decimals that people see of money and numbers, None for as many as a value has but
    `least`. `by` is the column whose text decides that in each row: the currency of money, the symbol of a
    price.
    """

    name: str
    label: str
    kind: Kind
    digits: int | None = None
    by: str = ""
    least: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value, such as a key figure or a line of the cover; `note` is a quiet line about it.

    `unit` stands beside the value, such as the currency of money. None is undefined, and `note` says why.
    """

    name: str
    label: str
    value: object
    kind: Kind = Kind.TEXT
    digits: int | None = None
    unit: str = ""
    note: str = ""

    @property
    def column(self) -> Column:
        """How its value is written."""
        return Column(self.name, self.label, self.kind, self.digits)


@dataclass(frozen=True, slots=True)
class Facts:
    """Named values side by side."""

    name: str
    title: str
    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs of plain text."""

    name: str
    title: str
    paragraphs: tuple[str, ...]


class Readers(StrEnum):
    """Whom a table is for: files of people (PDF, HTML), files of machines (CSV, JSON, Excel), or all."""

    ALL = "all"
    PEOPLE = "people"
    MACHINES = "machines"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; `rows` may be a stream that is read once, `size` how many it will be.

    `totals` is a last line of the same cells. An empty table is shown with `empty` in its place. One that is
    `long` is a ledger: formats for people give it pages of its own, or its totals and where the rest is.
    `price_digits` tells formats for people the decimals of prices by symbol.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[object]]
    size: int | None = None
    totals: Sequence[object] | None = None
    note: str = ""
    empty: str = "Nothing in this period."
    is_long: bool = False
    readers: Readers = Readers.ALL
    price_digits: Callable[[], Mapping[str, int]] = dict

    def places_by(self) -> Iterator[tuple[int, int]]:
        """Where the columns are whose decimals another one decides, each with the place of that one."""
        places = {column.name: place for place, column in enumerate(self.columns)}
        for place, column in enumerate(self.columns):
            if column.by in places:
                yield place, places[column.by]


_NUMBER = re.compile(r"_\d+$")
Part: TypeAlias = "Facts | Text | Table | Chart"


@dataclass(frozen=True, slots=True)
class Document:
    """What goes into one file.

    `name` is its file's name without suffix; `about` says what it covers: accounts, currency, period, basis,
    zone, version, when it was made. `is_ledger` is a single table for machines, without anything around it
    where a format allows that. Formats for people show times in `zone`; `footnotes` are the small print.
    `csv_table` names the table that a CSV consists of, with `caveats` in front of it as lines that begin with
    a number sign: such a file travels alone. With a `gap` (why it is not complete) it is not written by
    formats that cannot say so.
    """

    name: str
    title: str
    subtitle: str
    about: tuple[Fact, ...]
    parts: tuple[Part, ...]
    is_ledger: bool = False
    zone: str = "UTC"
    footnotes: tuple[str, ...] = field(default=())
    csv_table: str = ""
    caveats: tuple[str, ...] = ()
    gap: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in their order."""
        return tuple(part for part in self.parts if isinstance(part, Table))

    @property
    def size(self) -> int:
        """How many rows its tables have, and points its charts."""
        counts = (part.size or 0 for part in self.parts if not isinstance(part, Facts | Text))
        return sum(counts)

    def read_by(self, readers: Readers) -> Document:
        """The document without the tables that are for others."""
        meant = (Readers.ALL, readers)
        parts = tuple(part for part in self.parts if not isinstance(part, Table) or part.readers in meant)
        return self if len(parts) == len(self.parts) else replace(self, parts=parts)

    def only(self, names: str) -> Document:
        """The document with the parts of these names, points between, or numbered under them (`deals_2`)."""
        wanted = names.split(".")
        parts = tuple(part for part in self.parts if {part.name, _NUMBER.sub("", part.name)} & set(wanted))
        return replace(self, name=f"{self.name}_{wanted[0]}", parts=parts)
