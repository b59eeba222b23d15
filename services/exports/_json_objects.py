"""Rows of canonical text as JSON objects, a block at a time."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

import orjson

from services.exports._cells import printable
from services.exports._kind import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.exports._document import Column

BARE = (Kind.IDENTIFIER, Kind.INTEGER, Kind.NUMBER, Kind.FRACTION, Kind.SECONDS)


class JsonObjects:
    """Makes objects of rows: numbers bare, money, times and texts in quotes, what is unknown null."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """The objects of a table with these columns."""
        self._columns = columns
        self._names = [f"{orjson.dumps(column.name).decode()}:" for column in columns]

    def of(self, block: Sequence[Sequence[str]]) -> bytes:
        """Columns of texts as objects with a comma between them: one join, without a call a row.

        What is alike in every row, such as a currency, is part of what stands between the others.
        """
        pieces: list[Iterable[str]] = []
        fixed = ",{"
        for column, name, texts in zip(self._columns, self._names, block, strict=True):
            quote, tokens = _tokens(column, texts)
            fixed += f"{name}{quote}"
            if tokens.count(tokens[0]) == len(tokens):
                fixed += f"{tokens[0]}{quote},"
                continue
            pieces += [repeat(fixed), tokens]
            fixed = f"{quote},"
        pieces.append(repeat(f"{fixed.removesuffix(',')}}}", len(block[0])))
        return "".join(chain.from_iterable(zip(*pieces, strict=False))).encode()[1:]


def _tokens(column: Column, texts: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The quote around each cell of a column, and what stands in it."""
    if column.kind is Kind.TEXT:
        return _quoted(texts)
    is_bare = column.kind in BARE
    if "" not in texts:
        return ("" if is_bare else '"'), texts
    if is_bare:
        return "", [text or "null" for text in texts]
    return "", [f'"{text}"' if text else "null" for text in texts]


def _quoted(texts: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Texts that need no escape stay as they are; each of the others is escaped once."""
    joined = "".join(texts)
    if joined.isascii() and joined.isprintable() and '"' not in joined and "\\" not in joined:
        return '"', texts
    known = {text: orjson.dumps(printable(text)).decode() for text in set(texts)}
    return "", [known[text] for text in texts]
