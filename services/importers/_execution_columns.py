"""Column names and words of execution files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._synonyms import SIDES, meanings

if TYPE_CHECKING:
    from services.model import Side

REQUIRED = ("time", "account", "symbol", "side", "quantity", "price")
NAMES = (
    *REQUIRED,
    "date",
    "asset_class",
    "commission",
    "fee",
    "order_id",
    "exec_id",
    "multiplier",
    "currency",
)
_COLUMNS = meanings("execution_columns")
_OPTION_WORDS = frozenset(
    ("option", "options", "opt", "equity option", "eqo", "optionen", "opción", "call", "put")
)
_OPTION_SYMBOL = re.compile(r"[A-Z.]{1,6} *\d{6}[CP]\d{8}")


def _key(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").split())


def columns_of(header: list[str]) -> dict[str, int]:
    """Place of each known column in *header*; the first of two with the same meaning counts.

    >>> columns_of(["Qty", "Symbol"])
    {'quantity': 0, 'symbol': 1}
    """
    exact = {_key(name) for name in NAMES}
    places: dict[str, int] = {}
    for wanted in (True, False):
        for place, text in enumerate(header):
            name = _COLUMNS.get(_key(text))
            if name is not None and (_key(text) in exact) is wanted and place not in places.values():
                places.setdefault(name, place)
    return dict(sorted(places.items(), key=lambda item: item[1]))


def unknown_of(header: list[str]) -> list[str]:
    """The column names in *header* that are not used."""
    used = set(columns_of(header).values())
    return [text for place, text in enumerate(header) if text and place not in used]


def side_of(text: str, line: int) -> Side:
    """The side that *text* on *line* names; raises UnreadableFileError."""
    side = SIDES.get(_key(text))
    if side is None:
        raise UnreadableFileError(f"Line {line}, column side: {text[:40]!r} is neither buy nor sell.")
    return side


def asset_class(text: str, symbol: str) -> str:
    """`option` for what is one by its class or its symbol, else the class in lower case."""
    word = _key(text)
    if word in _OPTION_WORDS or (not word and _OPTION_SYMBOL.fullmatch(symbol)):
        return "option"
    return word
