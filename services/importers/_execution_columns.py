"""Column names and words of execution files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.errors import UnreadableFileError
from services.importers._synonyms import ASSET_CLASSES, SIDES, meanings
from services.instrument import AssetClass

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
    "event",
    "ratio",
    "settles",
    "lot",
)
_COLUMNS = meanings("execution_columns")
_OPTIONS = (AssetClass.OPTION, AssetClass.INDEX_OPTION, AssetClass.FUTURE_OPTION)
_OPTION_SYMBOL = re.compile(r"[A-Z.]{1,6} *\d{6}[CP]\d{8}")


def word_of(text: str) -> str:
    """A cell or heading as the tables of words spell it."""
    return " ".join(text.lower().replace("_", " ").split())


def columns_of(header: list[str]) -> dict[str, int]:
    """Place of each known column in *header*; the first of two with the same meaning counts.

    >>> columns_of(["Qty", "Symbol"])
    {'quantity': 0, 'symbol': 1}
    """
    exact = {word_of(name) for name in NAMES}
    places: dict[str, int] = {}
    for wanted in (True, False):
        for place, text in enumerate(header):
            name = _COLUMNS.get(word_of(text))
            if name is not None and (word_of(text) in exact) is wanted and place not in places.values():
                places.setdefault(name, place)
    return dict(sorted(places.items(), key=lambda item: item[1]))


def unknown_of(header: list[str]) -> list[str]:
    """The column names in *header* that are not used."""
    used = set(columns_of(header).values())
    return [text for place, text in enumerate(header) if text and place not in used]


def side_of(text: str, line: int) -> Side:
    """The side that *text* on *line* names; raises UnreadableFileError."""
    side = SIDES.get(word_of(text))
    if side is None:
        raise UnreadableFileError(f"Line {line}, column side: {text[:40]!r} is neither buy nor sell.")
    return side


def asset_class(text: str, symbol: str) -> str:
    """The `AssetClass` that *text* names, else its own word; an option also by its symbol.

    >>> asset_class("EQO", "X"), asset_class("", "AAPL  260116C00200000"), asset_class("Ruritanian", "X")
    ('option', 'option', 'ruritanian')
    """
    word = word_of(text)
    if not word and _OPTION_SYMBOL.fullmatch(symbol):
        return AssetClass.OPTION.value
    return ASSET_CLASSES.get(word, word)


def is_option(text: str, symbol: str) -> bool:
    """Whether a line is of an option, by its class or its symbol."""
    return asset_class(text, symbol) in _OPTIONS
