"""The words of reports and execution files, out of `_words.toml`, by what they mean."""

from __future__ import annotations

import tomllib
from pathlib import Path

from services.instrument import AssetClass, EventKind
from services.model import DealEntry, DealType, MarginMode, Side, TradeMode

_TABLES: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("_words.toml").read_text(encoding="utf-8")
)


def meanings(table: str) -> dict[str, str]:
    """What each word of *table* means."""
    return {word: name for name, words in _TABLES[table].items() for word in words}


COLUMNS = meanings("columns")
FIGURES = meanings("figures")
TYPES = {word: DealType[name.upper()] for word, name in meanings("types").items()}
ENTRIES = {word: DealEntry[name.upper()] for word, name in meanings("entries").items()}
TRADE_MODES = {word: TradeMode(name) for word, name in meanings("trade_modes").items()}
MARGIN_MODES = {word: MarginMode(name) for word, name in meanings("margin_modes").items()}
SIDES = {word: Side(name) for word, name in meanings("execution_sides").items()}
ASSET_CLASSES = {word: AssetClass(name).value for word, name in meanings("asset_classes").items()}
EVENTS = {word: EventKind(name) for word, name in meanings("execution_events").items()}
TESTER_TITLES = tuple(meanings("titles"))


def folded(text: str) -> str:
    """A heading or word as the tables spell it: lower case, single spaces, no colon at its end.

    >>> folded("  Time: ")
    'time'
    """
    return " ".join(text.lower().rstrip("\uff1a: ").split())
