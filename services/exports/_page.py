"""Documents through a template: everything that came from outside is escaped, whatever it looks like."""

from __future__ import annotations

from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from services.exports._cells import cell_text, upright
from services.exports._chart import Chart
from services.exports._document import Facts, Table
from services.exports._kind import Kind
from services.exports._palette import palette
from services.exports._print import LEFT, printed_fact, printer, printer_by, tone
from services.exports._svg import chart_svg
from services.exports._tables import chart_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from jinja2 import Template

    from services.exports._document import Column, Document, Fact
    from services.exports._reading import Reading

    Cells = list[tuple[str, str]]

TEMPLATES = Path(__file__).resolve().parent / "_templates"
KEPT = 256  # texts of a column
ONE_LINE = 40  # characters of a text that a page does not break


@cache
def template(name: str) -> Template:
    """A template of ours; values are escaped, and a name it does not know is an error."""
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(autoescape=True, loader=loader, undefined=StrictUndefined, trim_blocks=True)
    environment.finalize = lambda value: upright(value) if type(value) is str else value
    return environment.get_template(name)


def names_for(document: Document, reading: Reading) -> dict[str, Any]:
    """What a template may say of a document; the rows of its tables are read as they are written."""
    return {
        "document": document,
        "reading": reading,
        "colors": palette(),
        "is_facts": lambda part: isinstance(part, Facts),
        "is_chart": lambda part: isinstance(part, Chart),
        "is_table": lambda part: isinstance(part, Table),
        "shown": partial(_shown, zone=document.zone),
        "tone_of": lambda fact: tone(fact.column, cell_text(fact.column, fact.value)),
        "side": _side,
        "head": partial(head, zone=document.zone),
        "svg": partial(_svg, reading=reading),
        "printed": lambda table: printed_rows(table, reading, document.zone),
        "totals": lambda table: printed_totals(table, document.zone),
    }


def head(column: Column, zone: str) -> str:
    """A column's name in print; times say whose clock they are on."""
    return f"{column.label} ({zone})" if column.kind is Kind.TIME else column.label


def printed_rows(table: Table, reading: Reading, zone: str) -> Iterator[Cells]:
    """A table's rows in print, each cell with its look."""
    decided = list(_decided(table))
    later = {place for place, _, _ in decided}
    cells = [_later if at in later else _cell(column, zone) for at, column in enumerate(table.columns)]
    for row in reading.texts(table):
        printed = [cell(text) for cell, text in zip(cells, row, strict=True)]
        for place, by, cell_by in decided:
            printed[place] = cell_by(row[place], row[by])
        yield printed


def _decided(table: Table) -> Iterator[tuple[int, int, Callable[[str, str], tuple[str, str]]]]:
    """Where the columns are whose decimals another one decides, where that is, and how they are printed."""
    places = list(table.places_by())
    prices = table.price_digits() if places else {}
    for place, by in places:
        yield place, by, _cell_by(table.columns[place], prices)


def _cell_by(column: Column, prices: Mapping[str, int]) -> Callable[[str, str], tuple[str, str]]:
    write = printer_by(column, prices)
    return lru_cache(maxsize=KEPT)(lambda text, decider: (write(text, decider), _look(column, text)))


def _later(_: str) -> tuple[str, str]:
    return "", ""


def _cell(column: Column, zone: str) -> Callable[[str], tuple[str, str]]:
    """What turns the canonical text of a column's cells into print with its look, each text once."""
    write = printer(column, zone)
    return lru_cache(maxsize=KEPT)(lambda text: (write(text), _look(column, text)))


def printed_totals(table: Table, zone: str) -> Cells:
    """The last line in print; what has no total is empty."""
    cells = zip(table.columns, table.totals or (), strict=True)
    texts = [(column, cell_text(column, value)) for column, value in cells]
    return [(printer(column, zone)(text) if text else "", _look(column, text)) for column, text in texts]


def _shown(fact: Fact, zone: str) -> str:
    return printed_fact(fact, zone)


def _side(column: Column) -> str:
    return "left" if column.kind in LEFT else ""


def _look(column: Column, text: str) -> str:
    length = "long" * (column.kind is Kind.TEXT and len(text) > ONE_LINE)
    return " ".join(name for name in (_side(column), length, tone(column, text)) if name)


def _svg(chart: Chart, reading: Reading) -> Markup:
    """The picture; its numbers count among what the file holds, as they do in every format."""
    _count(chart_table(chart), reading)
    return Markup(chart_svg(chart))  # noqa: S704 - made by us, its texts escaped there


def _count(table: Table, reading: Reading) -> None:
    rows: Sequence[Sequence[str]] = list(reading.texts(table))
    del rows
